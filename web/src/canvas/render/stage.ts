/**
 * The stage: three canvases above each other (picture, shapes, what is at hand), a little larger than the screen. A gesture
 * moves them as they are, by the compositor; they are drawn anew when it rests, or where it uncovers what was not drawn.
 */
import { drawn, type Annotation } from "../codec";
import type { Editor } from "../editor";
import { grown, inside, union, type Bounds, type Point } from "../geometry/bounds";
import type { ChangeSet } from "../store";
import { panned, shownPart, toImage, toScreen, type View } from "../viewport";
import { paintChosen, paintDraft, paintLabel, paintMarquee, paintOutline, paintPin, paintShape, type Look, type Pen } from "./paint";
import type { Picture } from "./picture";
import { Pointers } from "./pointers";

export interface Pin {
  /** Where, in image pixels. */
  at: Point;
  text: string;
  /** Shown beside it where there are few. */
  says: string;
  tone: "open" | "rejected" | "resolved";
}

const OVERSCAN_PX = 160;
const REST_MS = 110;
const AGAIN_MS = 180;
const NAMED = 80;
const FEW_PINS = 6;
const FEW_CHOSEN = 20;
const REGIONS = 24;
const PAD_PX = 8;
/** When the picture with its shapes was drawn first; what benchmarks wait for. */
const FIRST_PAINT = "everloop:editor-drawn";
const GREY = "#8a949b";

export class Stage {
  private readonly stack = element("div", "everloop-stack");
  private readonly layers: { picture: HTMLCanvasElement; shapes: HTMLCanvasElement; overlay: HTMLCanvasElement };
  private readonly aims = { x: element("div", "everloop-aim-x"), y: element("div", "everloop-aim-y") };
  private readonly stops: (() => void)[] = [];
  private readonly pointers: Pointers;
  private picture: Picture | null = null;
  private pins: readonly Pin[] = [];
  private drawnAt: View = { scale: 1, x: 0, y: 0 };
  private drawnWhen = 0;
  private isMarked = false;
  private skipped: ReadonlySet<string> = new Set();
  private seen: { hidden: ReadonlySet<string>; locked: ReadonlySet<string>; isAllHidden: boolean } | null = null;
  private frame = 0;
  private rest: ReturnType<typeof setTimeout> | undefined;
  private dirty = { all: true, shapes: false, overlay: false, moved: false };

  constructor(private readonly host: HTMLElement, private readonly editor: Editor) {
    this.layers = { picture: element("canvas"), shapes: element("canvas"), overlay: element("canvas") };
    Object.assign(this.stack.style, { position: "absolute", inset: "0", transformOrigin: "0 0", willChange: "transform" });
    for (const canvas of Object.values(this.layers)) {
      Object.assign(canvas.style, { position: "absolute", left: `${-OVERSCAN_PX}px`, top: `${-OVERSCAN_PX}px`, pointerEvents: "none" });
      this.stack.append(canvas);
    }
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
    void picture?.halve();
  }

  setPins(pins: readonly Pin[]): void {
    this.pins = pins;
    this.ask({ overlay: true });
  }

  /** 1 and 1: as the picture is. */
  setLight(brightness: number, contrast: number): void {
    this.layers.picture.style.filter = brightness === 1 && contrast === 1 ? "" : `brightness(${brightness}) contrast(${contrast})`;
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
    const ratio = window.devicePixelRatio || 1;
    for (const canvas of Object.values(this.layers)) {
      const width = clientWidth + 2 * OVERSCAN_PX;
      const height = clientHeight + 2 * OVERSCAN_PX;
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
    }
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
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.ask({ all: true }), REST_MS);
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
    const isDone = all && this.redraw();
    if (!isDone && shapes) this.paintShapes();
    if (!isDone && (overlay || shapes)) this.paintOverlay();
  }

  /** Move what is drawn to where the view is; draw anew where that uncovers something. */
  private follow(): void {
    const { view } = this.editor;
    const k = view.scale / this.drawnAt.scale;
    this.stack.style.transform = `translate(${view.x - this.drawnAt.x * k}px, ${view.y - this.drawnAt.y * k}px) scale(${k})`;
    const whole = { x0: 0, y0: 0, x1: this.editor.picture.width, y1: this.editor.picture.height };
    const seen = common(shownPart(view, this.editor.screen), whole);
    const isCovered = seen === null || inside(grown(this.drawnPart(), 1e-6), seen);
    if (!isCovered && performance.now() - this.drawnWhen > AGAIN_MS) this.dirty.all = true;
  }

  private redraw(): boolean {
    this.drawnAt = this.editor.view;
    this.stack.style.transform = "";
    this.paintPicture();
    this.paintShapes();
    this.paintOverlay();
    this.drawnWhen = performance.now();
    if (this.picture && !this.isMarked) {
      this.isMarked = true;
      performance.mark(FIRST_PAINT);
    }
    return true;
  }

  private drawnPart(): Bounds {
    const { width, height } = this.editor.screen;
    const a = toImage(this.drawnAt, { x: -OVERSCAN_PX, y: -OVERSCAN_PX });
    const b = toImage(this.drawnAt, { x: width + OVERSCAN_PX, y: height + OVERSCAN_PX });
    return { x0: a.x, y0: a.y, x1: b.x, y1: b.y };
  }

  // ── drawing ───────────────────────────────────────────────────────────────────────────────────

  private pen(canvas: HTMLCanvasElement, clear = true): Pen | null {
    const pen = canvas.getContext("2d");
    if (!pen) return null;
    const ratio = window.devicePixelRatio || 1;
    pen.setTransform(ratio, 0, 0, ratio, OVERSCAN_PX * ratio, OVERSCAN_PX * ratio);
    if (clear) pen.clearRect(-OVERSCAN_PX, -OVERSCAN_PX, canvas.width / ratio, canvas.height / ratio);
    return pen;
  }

  private paintPicture(): void {
    const pen = this.pen(this.layers.picture);
    if (!pen || !this.picture) return;
    this.picture.draw(pen, this.drawnAt, this.drawnPart(), this.editor.picture);
  }

  private paintShapes(): void {
    const pen = this.pen(this.layers.shapes);
    if (!pen) return;
    const found = this.editor.visible(this.drawnPart());
    for (const one of found) if (!this.skipped.has(one.object_id)) paintShape(pen, this.drawnAt, one, this.look(one));
    if (this.editor.store.size > NAMED) return;
    for (const one of found) if (!this.skipped.has(one.object_id)) this.paintName(pen, one);
  }

  private repaintRegion(area: Bounds): void {
    const pen = this.pen(this.layers.shapes, false);
    if (!pen || this.dirty.all || this.dirty.shapes) return;
    const region = grown(area, PAD_PX / this.drawnAt.scale);
    const a = toScreen(this.drawnAt, { x: region.x0, y: region.y0 });
    const b = toScreen(this.drawnAt, { x: region.x1, y: region.y1 });
    pen.save();
    pen.beginPath();
    pen.rect(a.x, a.y, b.x - a.x, b.y - a.y);
    pen.clip();
    pen.clearRect(a.x, a.y, b.x - a.x, b.y - a.y);
    for (const one of this.editor.visible(region)) if (!this.skipped.has(one.object_id)) paintShape(pen, this.drawnAt, one, this.look(one));
    pen.restore();
  }

  private paintOverlay(): void {
    const preview = this.editor.tool.preview();
    this.skip(new Set(preview.instead?.keys()));
    const pen = this.pen(this.layers.overlay);
    if (!pen) return;
    const view = this.drawnAt;
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
    paintChosen(pen, this.drawnAt, one, this.look(one), { strong, handles });
    if (this.skipped.has(one.object_id) || (this.editor.store.size > NAMED && this.editor.state.get().selection.size <= FEW_CHOSEN)) this.paintName(pen, one);
  }

  private paintName(pen: Pen, one: Annotation): void {
    const shape = drawn(one);
    const style = this.editor.classOf(one.class_id);
    const sure = one.proposed || one.origin === "model" ? ` ${Math.round(one.confidence * 100)} %` : "";
    if (shape) paintLabel(pen, this.drawnAt, shape.bounds, `${style?.name ?? one.class_id}${one.proposed ? " ?" : ""}${sure}`, style?.colour ?? GREY);
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

function common(a: Bounds, b: Bounds): Bounds | null {
  const both = { x0: Math.max(a.x0, b.x0), y0: Math.max(a.y0, b.y0), x1: Math.min(a.x1, b.x1), y1: Math.min(a.y1, b.y1) };
  return both.x1 > both.x0 && both.y1 > both.y0 ? both : null;
}

function element<K extends "div" | "canvas">(name: K, className = ""): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  if (className) made.className = className;
  return made;
}
