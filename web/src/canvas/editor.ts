/** The editor without a screen: document, history, view, selection and the tool in hand. The stage shows it, panels speak to it. */
import { copied, drawn, isReshapable, made, touched, withClass, type Annotation } from "./codec";
import { boxHit } from "./geometry/box";
import { grown, type Bounds, type Point, type Size } from "./geometry/bounds";
import { maskHit } from "./geometry/mask";
import { polygonHit } from "./geometry/polygon";
import { boxRing, snapped } from "./geometry/snap";
import { Signal } from "./signal";
import { DocumentStore } from "./store";
import { movedTogether } from "./tools/select";
import { TOOLS, type ToolId } from "./tools/registry";
import { REACH_PX, type Tool } from "./tools/tool";
import { History } from "./undo";
import { fitted, fullSize, zoomed, zoomedTo, type View } from "./viewport";

export type ShapeKind = "box" | "polygon" | "mask";

/** What drawing must know of a class of the ontology. */
export interface ClassStyle {
  id: string;
  name: string;
  colour: string;
  shapes: readonly ShapeKind[];
  archived: boolean;
}

export interface EditorState {
  tool: ToolId;
  /** Of what is drawn next. */
  classId: string | null;
  selection: ReadonlySet<string>;
  hidden: ReadonlySet<string>;
  locked: ReadonlySet<string>;
  isAllHidden: boolean;
  hover: string | null;
  canEdit: boolean;
}

export interface EditorOptions {
  classes: readonly ClassStyle[];
  picture: Size;
  newId: () => string;
  /** Tell the person something. */
  say?: (sentence: string) => void;
  /** A place was pointed at, on an object or on none. */
  onPin?: (at: Point, objectId: string | null) => void;
}

const DUPLICATE_PX = 10;
const SNAP_PX = 10;
const NOTHING: ReadonlySet<string> = new Set();

export class Editor {
  readonly store = new DocumentStore();
  readonly history = new History(this.store);
  readonly state: Signal<EditorState>;
  readonly viewport: Signal<View> = new Signal({ scale: 1, x: 0, y: 0 });
  /** Something above the document changed: a draft, a hover, the selection. */
  readonly painted = new Signal(0);
  screen: Size = { width: 1, height: 1 };
  picture: Size;
  private readonly classes: ReadonlyMap<string, ClassStyle>;
  private hand: Tool;

  constructor(private readonly options: EditorOptions) {
    this.picture = options.picture;
    this.classes = new Map(options.classes.map((one) => [one.id, one]));
    this.state = new Signal<EditorState>({
      tool: "select",
      classId: options.classes.find((one) => one.shapes.length > 0 && !one.archived)?.id ?? null,
      selection: NOTHING,
      hidden: NOTHING,
      locked: NOTHING,
      isAllHidden: false,
      hover: null,
      canEdit: false,
    });
    this.hand = TOOLS.select.make(this);
    this.store.subscribe(() => this.forgetGone());
  }

  get tool(): Tool {
    return this.hand;
  }

  get view(): View {
    return this.viewport.get();
  }

  repaint(): void {
    this.painted.set(this.painted.get() + 1);
  }

  say(sentence: string): void {
    this.options.say?.(sentence);
  }

  pin(at: Point, objectId: string | null): void {
    this.options.onPin?.(at, objectId);
  }

  // ── tools and classes ─────────────────────────────────────────────────────────────────────────

  use(tool: ToolId): void {
    if (TOOLS[tool].edits && !this.state.get().canEdit) {
      this.say("These labels are only shown: you do not hold this task for editing.");
      return;
    }
    this.hand.cancel();
    this.hand = TOOLS[tool].make(this);
    this.state.patch({ tool, hover: null });
    this.repaint();
  }

  allowEdits(canEdit: boolean): void {
    this.state.patch({ canEdit });
    if (!canEdit && TOOLS[this.state.get().tool].edits) this.use("select");
  }

  classOf(id: string): ClassStyle | undefined {
    return this.classes.get(id);
  }

  /** Take a class: while drawing, the next object's; else that of what is selected, where it may be drawn so; else drawing begins. */
  takeClass(id: string): void {
    const one = this.classes.get(id);
    if (!one || one.shapes.length === 0) return;
    this.state.patch({ classId: id });
    const isDrawing = TOOLS[this.state.get().tool].edits;
    const selected = isDrawing ? [] : this.selected().filter((other) => drawn(other) !== null);
    if (selected.length > 0) this.reclass(selected, one);
    else if (this.state.get().canEdit && !one.shapes.includes(this.state.get().tool as ShapeKind)) {
      const tool = (["box", "polygon"] as const).find((kind) => one.shapes.includes(kind));
      if (tool) this.use(tool);
    }
  }

  private reclass(selected: readonly Annotation[], one: ClassStyle): void {
    const fits = selected.filter((other) => mayBe(other, one) && !this.isLocked(other.object_id));
    if (fits.length < selected.length) this.say(`${one.name} is drawn as ${one.shapes.join(" or ")}; what is drawn otherwise or locked stays as it is.`);
    this.commit(fits.filter((other) => other.class_id !== one.id).map((other) => [other.object_id, withClass(other, one.id)]));
  }

  /** Whether drawing may begin; says why not. */
  readyToDraw(kind: ShapeKind): boolean {
    const { canEdit, classId } = this.state.get();
    const one = classId === null ? undefined : this.classes.get(classId);
    if (!canEdit) return false;
    if (!one) this.say("Choose a class first.");
    else if (one.archived) this.say(`The class ${one.name} is archived; nothing new is labelled with it.`);
    else if (!one.shapes.includes(kind)) this.say(`${one.name} is drawn as ${one.shapes.join(" or ")}, not as a ${kind}.`);
    else return true;
    return false;
  }

  /** Of a new object. */
  newId(): string {
    return this.options.newId();
  }

  /** The nearest place on the outlines of others, else the place itself. */
  snap(at: Point, without?: string): Point {
    const reach = SNAP_PX / this.view.scale;
    const near = this.visible(grown({ x0: at.x, y0: at.y, x1: at.x, y1: at.y }, reach)).filter((one) => one.object_id !== without);
    const outlines = near.flatMap((one) => {
      const shape = drawn(one);
      return shape?.polygon ? [shape.polygon] : shape?.box ? [[boxRing(shape.box)]] : [];
    });
    return snapped(at, outlines, reach) ?? at;
  }

  /** Add an object of the class in hand, and select it. */
  draw(shapes: NonNullable<Annotation["shapes"]>[string]): void {
    const { classId } = this.state.get();
    if (classId === null) return;
    const fresh = made(this.options.newId(), classId, shapes);
    this.commit([[fresh.object_id, fresh]]);
    this.select([fresh.object_id]);
  }

  // ── the document ──────────────────────────────────────────────────────────────────────────────

  commit(wanted: Iterable<readonly [string, Annotation | null]>): void {
    if (!this.state.get().canEdit) return;
    this.store.set(wanted, "local");
  }

  undo(): void {
    this.hand.cancel();
    if (this.state.get().canEdit) this.reselect(this.history.undo());
  }

  redo(): void {
    this.hand.cancel();
    if (this.state.get().canEdit) this.reselect(this.history.redo());
  }

  /** Delete what is selected; a pre-label is refused by it. */
  removeSelected(): void {
    const gone = this.selected().filter((one) => !this.isLocked(one.object_id));
    this.commit(gone.map((one) => [one.object_id, null]));
  }

  duplicateSelected(): void {
    const copies = this.selected().map((one) => {
      const shape = drawn(one);
      const isAtEdge = shape !== null && (shape.bounds.x1 + DUPLICATE_PX > this.picture.width || shape.bounds.y1 + DUPLICATE_PX > this.picture.height);
      const by = isAtEdge ? -DUPLICATE_PX : DUPLICATE_PX;
      return copied(one, this.options.newId(), by, by);
    });
    this.commit(copies.map((one) => [one.object_id, one]));
    this.select(copies.map((one) => one.object_id).filter((id) => this.store.get(id)));
  }

  /** Make pre-labels labels. */
  accept(ids: Iterable<string>): void {
    this.commit([...ids].flatMap((id) => {
      const one = this.store.get(id);
      return one?.proposed ? [[id, touched(one)] as const] : [];
    }));
  }

  nudge(dx: number, dy: number): void {
    const objects = this.selected().filter((one) => this.mayReshape(one));
    this.commit(movedTogether(objects, { x: dx, y: dy }, this.picture));
  }

  // ── selection ─────────────────────────────────────────────────────────────────────────────────

  select(ids: Iterable<string>, { add = false } = {}): void {
    const next = new Set(add ? [...this.state.get().selection, ...ids] : ids);
    if (sameSet(next, this.state.get().selection)) return;
    this.state.patch({ selection: next });
    this.repaint();
  }

  toggle(id: string): void {
    const next = new Set(this.state.get().selection);
    if (!next.delete(id)) next.add(id);
    this.select(next);
  }

  selected(): Annotation[] {
    return [...this.state.get().selection].flatMap((id) => this.store.get(id) ?? []);
  }

  onlySelected(): Annotation | null {
    const { selection } = this.state.get();
    const [id] = selection;
    return selection.size === 1 && id !== undefined ? (this.store.get(id) ?? null) : null;
  }

  /** Select the next object (or the one before), in the order in which they were made; answers it. */
  step(by: 1 | -1, among: readonly Annotation[] = this.store.all()): Annotation | null {
    const shown = among.filter((one) => drawn(one) !== null && !this.isHidden(one.object_id));
    if (shown.length === 0) return null;
    const now = this.onlySelected();
    const at = now ? shown.findIndex((one) => one.object_id === now.object_id) : by === 1 ? -1 : 0;
    const next = shown[(at + by + shown.length) % shown.length] ?? null;
    if (next) this.select([next.object_id]);
    return next;
  }

  hover(id: string | null): void {
    if (id === this.state.get().hover) return;
    this.state.patch({ hover: id });
    this.repaint();
  }

  isHidden(id: string): boolean {
    const { hidden, isAllHidden } = this.state.get();
    return isAllHidden || hidden.has(id);
  }

  isLocked(id: string): boolean {
    return this.state.get().locked.has(id);
  }

  mayReshape(one: Annotation): boolean {
    return this.state.get().canEdit && isReshapable(one) && !this.isLocked(one.object_id);
  }

  setHidden(ids: Iterable<string>, isHidden: boolean): void {
    this.state.patch({ hidden: changed(this.state.get().hidden, ids, isHidden) });
    this.repaint();
  }

  setLocked(ids: Iterable<string>, isLocked: boolean): void {
    this.state.patch({ locked: changed(this.state.get().locked, ids, isLocked) });
    this.repaint();
  }

  hideAll(isAllHidden: boolean): void {
    this.state.patch({ isAllHidden });
    this.repaint();
  }

  /** What lies in an area and is not hidden. */
  visible(area: Bounds): Annotation[] {
    if (this.state.get().isAllHidden) return [];
    const { hidden } = this.state.get();
    return this.store.within(area).filter((one) => !hidden.has(one.object_id));
  }

  /** The object at a place: of several the smallest; none that is locked. */
  hit(at: Point): string | null {
    const reach = REACH_PX / this.view.scale;
    let best: string | null = null;
    let least = Infinity;
    for (const one of this.visible(grown({ x0: at.x, y0: at.y, x1: at.x, y1: at.y }, reach))) {
      const shape = drawn(one);
      if (!shape || this.isLocked(one.object_id)) continue;
      const isHit = shape.polygon ? polygonHit(shape.polygon, at, reach) : shape.mask ? maskHit(shape.mask, at) : shape.box !== null && boxHit(shape.box, at, reach);
      const { x0, y0, x1, y1 } = shape.bounds;
      const area = (x1 - x0) * (y1 - y0);
      if (isHit && area <= least) {
        best = one.object_id;
        least = area;
      }
    }
    return best;
  }

  // ── the view ──────────────────────────────────────────────────────────────────────────────────

  fit(): void {
    this.viewport.set(fitted(this.picture, this.screen));
  }

  fullSize(): void {
    this.viewport.set(fullSize(this.view, this.screen));
  }

  zoomBy(factor: number, at: Point = { x: this.screen.width / 2, y: this.screen.height / 2 }): void {
    this.viewport.set(zoomed(this.view, factor, at));
  }

  /** What fills the picture is not shown smaller than the whole picture. */
  zoomTo(area: Bounds): void {
    const near = zoomedTo(area, this.screen);
    const whole = fitted(this.picture, this.screen);
    this.viewport.set(near.scale < whole.scale ? whole : near);
  }

  private reselect(ids: readonly string[]): void {
    const there = ids.filter((id) => this.store.get(id));
    if (there.length > 0) this.select(there);
  }

  private forgetGone(): void {
    const { selection, hover } = this.state.get();
    const kept = [...selection].filter((id) => this.store.get(id));
    if (kept.length < selection.size) this.select(kept);
    if (hover !== null && !this.store.get(hover)) this.state.patch({ hover: null });
  }
}

function mayBe(one: Annotation, style: ClassStyle): boolean {
  const shape = drawn(one);
  if (!shape) return false;
  if (shape.mask && !style.shapes.includes("mask")) return false;
  if (shape.polygon && !style.shapes.includes("polygon")) return false;
  return shape.mask !== null || shape.polygon !== null || style.shapes.includes("box");
}

function changed(of: ReadonlySet<string>, ids: Iterable<string>, isIn: boolean): ReadonlySet<string> {
  const next = new Set(of);
  for (const id of ids) {
    if (isIn) next.add(id);
    else next.delete(id);
  }
  return next;
}

function sameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((id) => b.has(id));
}

