import type { FromWorker, ToWorker } from "./messages";
import { type Camera, fitted, toWorld, zoomed } from "./raster";
import type { Wish } from "./renderer";

const LASSO_STEP_PX = 3;
const CLICK_PX = 4;
/** When the points were drawn first, and when a lasso's were known; what benchmarks wait for. */
const FIRST_DRAWN = "everloop:map-drawn";
const LASSOED = "everloop:map-lassoed";

const started = (): Worker => new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
let spare: Worker | null = null;

/** Start a worker ahead, and let it find out what it draws with: a plot that is made then is drawn sooner. */
export function warm(): void {
  if (spare) return;
  spare = started();
  spare.onerror = () => (spare = null);
  spare.postMessage({ kind: "warm" } satisfies ToWorker);
}

export interface PlotEvents {
  /** A closed line was drawn: the places of the points inside it, ascending. */
  onLasso: (places: Uint32Array) => void;
  /** The point under the pointer, and where that is on the element; -1: none. */
  onHover: (at: number, x: number, y: number) => void;
  onClick: (at: number) => void;
  /** Where the map was moved to; null: all of it is shown. */
  onLook: (camera: Camera | null) => void;
  /** Nothing is drawn: what draws could not be loaded, or ended. */
  onFail: () => void;
}

/** A map of points on an element: drag draws a lasso, Shift or the middle button pans, the wheel zooms. */
export class Plot {
  private readonly worker: Worker;
  private points: HTMLCanvasElement;
  private readonly lines: HTMLCanvasElement;
  private readonly sizes: ResizeObserver;
  private camera: Camera = { x: 0, y: 0, scale: 1 };
  private width = 0;
  private height = 0;
  private xy = new Float32Array(0);
  private isPlaced = false;
  private drag: { kind: "lasso" | "pan"; x: number; y: number; path: [number, number][] } | null = null;
  private hover = { at: -1, x: 0, y: 0 };
  private clickWaits = false;
  private readonly off = new AbortController();
  private isMarked = false;

  constructor(
    private readonly host: HTMLElement,
    private readonly events: PlotEvents,
    private readonly lineColour: () => string,
    wish: Wish = "auto",
  ) {
    this.worker = spare ?? started();
    spare = null;
    this.worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.hear(data);
    this.worker.onerror = () => this.events.onFail();
    this.points = this.layer();
    this.lines = this.layer();
    host.append(this.points, this.lines);
    this.lend(wish);
    this.sizes = new ResizeObserver(() => this.resize());
    this.sizes.observe(host);
    const { signal } = this.off;
    host.addEventListener("wheel", (event) => this.wheel(event), { signal, passive: false });
    host.addEventListener("pointerdown", (event) => this.down(event), { signal });
    host.addEventListener("pointermove", (event) => this.move(event), { signal });
    host.addEventListener("pointerup", (event) => this.up(event), { signal });
    host.addEventListener("pointercancel", () => this.cancel(), { signal });
    host.addEventListener("pointerleave", () => this.events.onHover(-1, 0, 0), { signal });
  }

  /** `camera`: where to look; else all of them are shown. */
  setPoints(xy: Float32Array, camera: Camera | null): void {
    this.xy = xy as Float32Array<ArrayBuffer>;
    this.tell({ kind: "points", xy });
    this.look(camera);
  }

  setClasses(classes: Uint8Array, palette: Uint32Array): void {
    this.tell({ kind: "classes", classes, palette });
    this.draw();
  }

  /** Look at a place, as the address says it; null: at all of it. */
  look(camera: Camera | null): void {
    this.isPlaced = camera !== null;
    if (camera) this.camera = camera;
    this.resize();
  }

  fit(): void {
    this.look(null);
    this.events.onLook(null);
  }

  zoom(factor: number): void {
    this.go(zoomed(this.camera, this.width, this.height, this.width / 2, this.height / 2, factor));
  }

  pan(dx: number, dy: number): void {
    this.go({ ...this.camera, x: this.camera.x - dx / this.camera.scale, y: this.camera.y + dy / this.camera.scale });
  }

  /** Let go of a line that is being drawn; false: none is. */
  letGo(): boolean {
    if (this.drag?.kind !== "lasso") return false;
    this.cancel();
    return true;
  }

  destroy(): void {
    this.off.abort();
    this.sizes.disconnect();
    this.worker.terminate();
    this.host.replaceChildren();
  }

  private layer(): HTMLCanvasElement {
    const canvas = document.createElement("canvas");
    Object.assign(canvas.style, { position: "absolute", inset: "0", width: "100%", height: "100%", pointerEvents: "none" });
    return canvas;
  }

  /** Give the worker the canvas of the points to draw on. */
  private lend(wish: Wish): void {
    const canvas = this.points.transferControlToOffscreen();
    this.tell({ kind: "canvas", canvas, wish }, [canvas]);
  }

  /** The graphics card took its context away: the CPU goes on, on a new canvas. */
  private fallBack(): void {
    const next = this.layer();
    this.points.replaceWith(next);
    this.points = next;
    this.lend("cpu");
    this.draw();
  }

  private tell(said: ToWorker, moved: Transferable[] = []): void {
    this.worker.postMessage(said, moved);
  }

  private hear(said: FromWorker): void {
    if (said.kind === "drawn") this.wasDrawn(said);
    else if (said.kind === "lost") this.fallBack();
    else if (said.kind === "lassoed") {
      performance.mark(LASSOED);
      this.events.onLasso(said.places);
    } else if (this.clickWaits) {
      this.clickWaits = false;
      if (said.at >= 0) this.events.onClick(said.at);
    } else {
      this.hover = { ...this.hover, at: said.at };
      this.events.onHover(said.at, this.hover.x, this.hover.y);
    }
  }

  private wasDrawn({ took_ms, by }: Extract<FromWorker, { kind: "drawn" }>): void {
    this.host.dataset.drawnMs = took_ms.toFixed(1);
    this.host.dataset.renderer = by;
    if (!this.isMarked) performance.mark(FIRST_DRAWN);
    this.isMarked = true;
  }

  private go(camera: Camera): void {
    this.camera = camera;
    this.isPlaced = true;
    this.draw();
    this.events.onLook(camera);
  }

  private resize(): void {
    this.width = this.host.clientWidth;
    this.height = this.host.clientHeight;
    this.lines.width = this.width;
    this.lines.height = this.height;
    if (!this.isPlaced && this.width > 0 && this.xy.length > 0) {
      this.isPlaced = true;
      this.camera = fitted(this.xy, this.width, this.height);
    }
    this.draw();
  }

  private draw(): void {
    if (this.width > 0) this.tell({ kind: "draw", camera: this.camera, width: this.width, height: this.height, ratio: Math.min(globalThis.devicePixelRatio || 1, 2) });
  }

  private place(event: MouseEvent): [number, number] {
    const box = this.host.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  private wheel(event: WheelEvent): void {
    event.preventDefault();
    const [x, y] = this.place(event);
    this.go(zoomed(this.camera, this.width, this.height, x, y, Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015))));
  }

  private down(event: PointerEvent): void {
    if (event.button === 2) return;
    const [x, y] = this.place(event);
    this.host.setPointerCapture(event.pointerId);
    this.drag = { kind: event.shiftKey || event.button === 1 ? "pan" : "lasso", x, y, path: [[x, y]] };
  }

  private move(event: PointerEvent): void {
    const [x, y] = this.place(event);
    const { drag } = this;
    if (!drag) {
      this.hover = { ...this.hover, x, y };
      this.tell({ kind: "pick", camera: this.camera, width: this.width, height: this.height, x, y });
      return;
    }
    if (drag.kind === "pan") {
      this.pan(x - drag.x, y - drag.y);
      [drag.x, drag.y] = [x, y];
      return;
    }
    const [lastX, lastY] = drag.path.at(-1) ?? [x, y];
    if (Math.hypot(x - lastX, y - lastY) < LASSO_STEP_PX) return;
    drag.path.push([x, y]);
    this.drawLine(drag.path);
  }

  private up(event: PointerEvent): void {
    const { drag } = this;
    this.cancel();
    if (drag?.kind !== "lasso") return;
    const [x, y] = this.place(event);
    if (drag.path.length < 3 && Math.hypot(x - drag.x, y - drag.y) < CLICK_PX) {
      this.clickWaits = true;
      this.tell({ kind: "pick", camera: this.camera, width: this.width, height: this.height, x, y });
    } else if (drag.path.length >= 3) {
      this.tell({ kind: "lasso", polygon: drag.path.map(([px, py]) => toWorld(this.camera, this.width, this.height, px, py)) });
    }
  }

  private cancel(): void {
    this.drag = null;
    this.drawLine([]);
  }

  private drawLine(path: readonly [number, number][]): void {
    const context = this.lines.getContext("2d");
    if (!context) return;
    context.clearRect(0, 0, this.width, this.height);
    const [first, ...rest] = path;
    if (!first) return;
    context.beginPath();
    context.moveTo(...first);
    for (const corner of rest) context.lineTo(...corner);
    context.closePath();
    context.strokeStyle = this.lineColour();
    context.lineWidth = 1.5;
    context.stroke();
    context.globalAlpha = 0.15;
    context.fillStyle = this.lineColour();
    context.fill();
    context.globalAlpha = 1;
  }
}
