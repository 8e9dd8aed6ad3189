/**
 * The stage: a plate (picture and shapes) below what is at hand, a little larger than the screen. A gesture moves them as they
 * are, by the compositor. When it rests, or where it uncovers what was not drawn, another plate is drawn behind, a piece a frame,
 * and takes the first one's place: no frame waits for thousands of shapes.
 */
import { drawn, type Annotation } from "../codec";
import type { Editor } from "../editor";
import { grown, union, type Bounds, type Point } from "../geometry/bounds";
import type { ChangeSet } from "../store";
import { panned, toImage, toScreen, type View } from "../viewport";
import { paintChosen, paintDraft, paintLabel, paintMarquee, paintOutline, paintPin, paintShape, type Look, type Pen } from "./paint";
import type { Picture } from "./picture";
import { canvas, penOn, pieceEnd, Plate, resized } from "./plate";
import { Pointers } from "./pointers";

export interface Pin {
  /** Where, in image pixels. */
  at: Point;
  text: string;
  /** Shown beside it where there are few. */
  says: string;
  tone: "open" | "rejected" | "resolved";
}

const REST_MS = 110;
const AGAIN_MS = 180;
const IDLE_MS = 2_000;
const NAMED = 80;
const FEW_PINS = 6;
const FEW_CHOSEN = 20;
const REGIONS = 24;
const PAD_PX = 8;
/** When the picture with its shapes was drawn first; what benchmarks wait for. */
const FIRST_PAINT = "everloop:editor-drawn";
const GREY = "#8a949b";

export class Stage {
  private readonly stack = element("everloop-stack");
  /** The plate that is seen, and the one that is drawn behind it. */
  private front = new Plate();
  private back = new Plate();
  private readonly overlay = canvas();
  private readonly aims = { x: element("everloop-aim-x"), y: element("everloop-aim-y") };
  private readonly stops: (() => void)[] = [];
  private readonly pointers: Pointers;
  private picture: Picture | null = null;
  private pins: readonly Pin[] = [];
  /** What is still to be painted on the plate behind; `found` null: nothing is painted yet. */
  private next: { found: Annotation[] | null; at: number } | null = null;
  private drawnWhen = 0;
  private isMarked = false;
  private skipped: ReadonlySet<string> = new Set();
  private seen: { hidden: ReadonlySet<string>; locked: ReadonlySet<string>; isAllHidden: boolean } | null = null;
  private frame = 0;
  private rest: ReturnType<typeof setTimeout> | undefined;
  private dirty = { all: true, shapes: false, overlay: false, moved: false };

  constructor(private readonly host: HTMLElement, private readonly editor: Editor) {
    Object.assign(this.stack.style, { position: "absolute", inset: "0" });
    Object.assign(this.overlay.style, { transformOrigin: `${-parseFloat(this.overlay.style.left)}px ${-parseFloat(this.overlay.style.top)}px`, willChange: "transform" });
    this.stack.append(this.back.element, this.front.element, this.overlay);
    this.back.show(false);
    for (const aim of Object.values(this.aims)) {
      Object.assign(aim.style, { position: "absolute", left: "0", top: "0", background: "rgb(255 255 255 / 0.55)", mixBlendMode: "difference", pointerEvents: "none", display: "none" });
    }
    Object.assign(this.aims.x.style, { width: "1px", height: "100%" });
    Object.assign(this.aims.y.style, { width: "100%", height: "1px" });
    host.append(this.stack, this.aims.x, this.aims.y);
    this.pointers = new Pointers(host, editor, (at) => this.aim(at));
    const sizes = new ResizeObserver(() => this.resize());
    sizes.observe(host);
    this.stops.push(
      () => sizes.disconnect(),
      editor.viewport.subscribe(() => this.viewMoved()),
      editor.painted.subscribe(() => this.ask({ overlay: true })),
      editor.state.subscribe(() => this.stateChanged()),
      editor.store.subscribe((set) => this.documentChanged(set)),
    );
    this.resize();
  }

  show(picture: Picture | null): void {
    this.picture = picture;
    this.ask({ all: true });
  }

  setPins(pins: readonly Pin[]): void {
    this.pins = pins;
    this.ask({ overlay: true });
  }

  /** 1 and 1: as the picture is. */
  setLight(brightness: number, contrast: number): void {
    const filter = brightness === 1 && contrast === 1 ? "" : `brightness(${brightness}) contrast(${contrast})`;
    for (const plate of [this.front, this.back]) plate.picture.style.filter = filter;
  }

  end(): void {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.rest);
    this.pointers.end();
    for (const stop of this.stops) stop();
    this.host.replaceChildren();
  }

  // ── what has to be drawn ──────────────────────────────────────────────────────────────────────

  private ask(what: Partial<Stage["dirty"]>): void {
    Object.assign(this.dirty, what);
    if (this.frame === 0) this.frame = requestAnimationFrame(() => this.paint());
  }

  private resize(): void {
    const { clientWidth, clientHeight } = this.host;
    if (clientWidth === 0 || clientHeight === 0) return;
    const isFirst = this.editor.screen.width <= 1;
    const centre = toImage(this.editor.view, { x: this.editor.screen.width / 2, y: this.editor.screen.height / 2 });
    this.editor.screen = { width: clientWidth, height: clientHeight };
    for (const made of [this.overlay, this.front.picture, this.front.shapes, this.back.picture, this.back.shapes]) resized(made, this.editor.screen);
    this.ask({ all: true });
    if (isFirst) {
      this.editor.fit();
      return;
    }
    const at = toScreen(this.editor.view, centre);
    this.editor.viewport.set(panned(this.editor.view, clientWidth / 2 - at.x, clientHeight / 2 - at.y));
  }

  private viewMoved(): void {
    this.ask({ moved: true });
    this.restLater();
  }

  /** Draw anew when the view rests; a hand that holds the picture still has not let go of it. */
  private restLater(): void {
    clearTimeout(this.rest);
    this.rest = setTimeout(() => {
      if (this.pointers.isPanning) this.restLater();
      else if (!sameView(this.next ? this.back.view : this.front.view, this.editor.view)) this.prepare();
    }, REST_MS);
  }

  private stateChanged(): void {
    const { hidden, locked, isAllHidden } = this.editor.state.get();
    const before = this.seen;
    this.seen = { hidden, locked, isAllHidden };
    const isSame = before?.hidden === hidden && before.locked === locked && before.isAllHidden === isAllHidden;
    this.ask(isSame ? { overlay: true } : { shapes: true, overlay: true });
    this.pointers.refresh();
    if (!this.editor.tool.aims) this.aim(null);
  }

  private documentChanged(set: ChangeSet): void {
    this.ask({ overlay: true });
    if (set.changes.length > REGIONS || this.editor.store.size <= NAMED) {
      this.ask({ shapes: true });
      return;
    }
    for (const { before, after } of set.changes) {
      const around = union([before, after].flatMap((one) => (one && drawn(one)?.bounds) || []));
      if (around) this.repaintRegion(around);
    }
  }

  private paint(): void {
    this.frame = 0;
    if (this.dirty.moved) this.follow();
    const { all, shapes, overlay } = this.dirty;
    this.dirty = { all: false, shapes: false, overlay: false, moved: false };
    if (all) this.redraw();
    else {
      if (shapes) this.paintShapes();
      if (overlay || shapes) this.paintOverlay();
      if (this.next) this.advance();
    }
    if (this.next) this.ask({});
  }

  /** Move what is drawn to where the view is; draw anew where that uncovers something. */
  private follow(): void {
    const { view, screen, picture } = this.editor;
    this.overlay.style.transform = this.front.follow(view);
    if (!this.next && !this.front.covers(view, screen, picture) && performance.now() - this.drawnWhen > AGAIN_MS) this.prepare();
  }

  /** Draw everything at once: the first time, or another size. */
  private redraw(): void {
    this.next = null;
    this.front.view = this.editor.view;
    this.paintPicture(this.front);
    this.paintShapes();
    this.shown();
    const { picture } = this;
    if (!picture || this.isMarked) return;
    this.isMarked = true;
    performance.mark(FIRST_PAINT);
    whenIdle(() => void picture.halve());
  }

  /** Begin to draw for the view as it is now, behind what is seen. */
  private prepare(): void {
    this.back.view = this.editor.view;
    this.next = { found: null, at: 0 };
    this.ask({});
  }

  /** Paint the next piece behind; after the last one the plates change places. */
  private advance(): void {
    const { next, back } = this;
    if (!next) return;
    const pen = penOn(back.shapes, next.found === null);
    if (!next.found) {
      this.paintPicture(back);
      next.found = this.editor.visible(back.part(this.editor.screen));
      if (pieceEnd(next.found, 0) < next.found.length) return;
    }
    const end = pieceEnd(next.found, next.at);
    if (pen) this.paintSome(pen, back.view, next.found.slice(next.at, end));
    next.at = end;
    if (end < next.found.length) return;
    if (pen) this.paintNames(pen, back.view, next.found);
    this.next = null;
    [this.front, this.back] = [back, this.front];
    this.front.show(true);
    this.back.show(false);
    this.shown();
  }

  /** The plate in front is new. */
  private shown(): void {
    this.overlay.style.transform = this.front.follow(this.editor.view);
    this.paintOverlay();
    this.drawnWhen = performance.now();
  }

  // ── drawing ───────────────────────────────────────────────────────────────────────────────────

  private paintPicture(plate: Plate): void {
    const pen = penOn(plate.picture);
    if (!pen || !this.picture) return;
    this.picture.draw(pen, plate.view, plate.part(this.editor.screen), this.editor.picture);
  }

  private paintShapes(): void {
    this.startOver();
    const pen = penOn(this.front.shapes);
    if (!pen) return;
    const found = this.editor.visible(this.front.part(this.editor.screen));
    this.paintSome(pen, this.front.view, found);
    this.paintNames(pen, this.front.view, found);
  }

  private paintSome(pen: Pen, view: View, objects: readonly Annotation[]): void {
    for (const one of objects) if (!this.skipped.has(one.object_id)) paintShape(pen, view, one, this.look(one));
  }

  private paintNames(pen: Pen, view: View, objects: readonly Annotation[]): void {
    if (this.editor.store.size > NAMED) return;
    for (const one of objects) if (!this.skipped.has(one.object_id)) this.paintName(pen, view, one);
  }

  /** What is painted behind is old; its view stays. */
  private startOver(): void {
    if (this.next) this.next = { found: null, at: 0 };
  }

  private repaintRegion(area: Bounds): void {
    this.startOver();
    const pen = penOn(this.front.shapes, false);
    if (!pen || this.dirty.all || this.dirty.shapes) return;
    const { view } = this.front;
    const region = grown(area, PAD_PX / view.scale);
    const a = toScreen(view, { x: region.x0, y: region.y0 });
    const b = toScreen(view, { x: region.x1, y: region.y1 });
    pen.save();
    pen.beginPath();
    pen.rect(a.x, a.y, b.x - a.x, b.y - a.y);
    pen.clip();
    pen.clearRect(a.x, a.y, b.x - a.x, b.y - a.y);
    this.paintSome(pen, view, this.editor.visible(region));
    pen.restore();
  }

  private paintOverlay(): void {
    const preview = this.editor.tool.preview();
    this.skip(new Set(preview.instead?.keys()));
    const pen = penOn(this.overlay);
    if (!pen) return;
    const { view } = this.front;
    const { selection, hover, classId } = this.editor.state.get();
    if (hover !== null && !selection.has(hover)) this.paintOne(pen, this.editor.store.get(hover), false, false);
    const only = this.editor.onlySelected();
    for (const id of selection) {
      if (this.editor.isHidden(id)) continue;
      const one = preview.instead?.get(id) ?? this.editor.store.get(id);
      this.paintOne(pen, one, true, only !== null && this.editor.mayReshape(only));
    }
    const colour = this.editor.classOf(classId ?? "")?.colour ?? GREY;
    if (preview.box) paintDraft(pen, view, preview.box, colour);
    if (preview.outline) paintOutline(pen, view, preview.outline.points, preview.outline.closes, colour);
    if (preview.marquee) paintMarquee(pen, view, preview.marquee);
    for (const one of this.pins) paintPin(pen, toScreen(view, one.at), one, { withWords: this.pins.length <= FEW_PINS, right: this.editor.screen.width });
  }

  private paintOne(pen: Pen, one: Annotation | undefined, strong: boolean, handles: boolean): void {
    if (!one) return;
    paintChosen(pen, this.front.view, one, this.look(one), { strong, handles });
    if (this.skipped.has(one.object_id) || (this.editor.store.size > NAMED && this.editor.state.get().selection.size <= FEW_CHOSEN)) this.paintName(pen, this.front.view, one);
  }

  private paintName(pen: Pen, view: View, one: Annotation): void {
    const shape = drawn(one);
    const style = this.editor.classOf(one.class_id);
    const sure = one.proposed || one.origin === "model" ? ` ${Math.round(one.confidence * 100)} %` : "";
    if (shape) paintLabel(pen, view, shape.bounds, `${style?.name ?? one.class_id}${one.proposed ? " ?" : ""}${sure}`, style?.colour ?? GREY);
  }

  /** Leave out of the shapes what is drawn above them for the time being. */
  private skip(next: ReadonlySet<string>): void {
    const before = this.skipped;
    if (before.size === next.size && [...next].every((id) => before.has(id))) return;
    this.skipped = next;
    const all = new Set([...before, ...next]);
    if (all.size > REGIONS || this.editor.store.size <= NAMED) {
      this.paintShapes();
      return;
    }
    for (const id of all) {
      const bounds = this.editor.store.grid.boundsOf(id);
      if (bounds) this.repaintRegion(bounds);
    }
  }

  private look(one: Annotation): Look {
    return { colour: this.editor.classOf(one.class_id)?.colour ?? GREY, proposed: one.proposed, locked: this.editor.isLocked(one.object_id) };
  }

  private aim(at: Point | null): void {
    const isShown = at !== null && this.editor.tool.aims;
    for (const aim of Object.values(this.aims)) aim.style.display = isShown ? "" : "none";
    if (!isShown) return;
    this.aims.x.style.transform = `translateX(${at.x}px)`;
    this.aims.y.style.transform = `translateY(${at.y}px)`;
  }
}

/** Once nothing else is to be done; some browsers cannot tell. */
function whenIdle(run: () => void): void {
  if ("requestIdleCallback" in window) window.requestIdleCallback(run, { timeout: IDLE_MS });
  else setTimeout(run, IDLE_MS / 4);
}

function sameView(a: View, b: View): boolean {
  return a.scale === b.scale && a.x === b.x && a.y === b.y;
}

function element(className: string): HTMLDivElement {
  const made = document.createElement("div");
  made.className = className;
  return made;
}
