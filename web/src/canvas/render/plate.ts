/** A picture with its shapes, drawn for one view on two canvases a little larger than the screen; it is moved as it is. */
import { drawn, type Annotation } from "../codec";
import { inside, type Bounds, type Size } from "../geometry/bounds";
import { ringLength } from "../geometry/polygon";
import { shownPart, toImage, type View } from "../viewport";
import type { Pen } from "./paint";

export const OVERSCAN_PX = 160;
/** What one frame may paint beside the moving of canvases: so many boxes' worth. */
export const FRAME_WORK = 260;
const CORNERS_A_BOX = 8;
const MASK_WORK = 6;

export class Plate {
  readonly element = document.createElement("div");
  readonly picture = canvas();
  readonly shapes = canvas();
  view: View = { scale: 1, x: 0, y: 0 };

  constructor() {
    this.element.append(this.picture, this.shapes);
    Object.assign(this.element.style, { position: "absolute", inset: "0", transformOrigin: "0 0", willChange: "transform" });
  }

  show(isShown: boolean): void {
    this.element.style.visibility = isShown ? "" : "hidden";
  }

  /** Lay it where `view` is now; answers the transform. */
  follow(view: View): string {
    const k = view.scale / this.view.scale;
    const transform = `translate(${view.x - this.view.x * k}px, ${view.y - this.view.y * k}px) scale(${k})`;
    this.element.style.transform = transform;
    return transform;
  }

  /** The part of the picture that it was drawn for. */
  part({ width, height }: Size): Bounds {
    const a = toImage(this.view, { x: -OVERSCAN_PX, y: -OVERSCAN_PX });
    const b = toImage(this.view, { x: width + OVERSCAN_PX, y: height + OVERSCAN_PX });
    return { x0: a.x, y0: a.y, x1: b.x, y1: b.y };
  }

  /** Whether it holds all of a picture that is seen in a view. */
  covers(view: View, screen: Size, picture: Size): boolean {
    const shown = shownPart(view, screen);
    const seen = { x0: Math.max(shown.x0, 0), y0: Math.max(shown.y0, 0), x1: Math.min(shown.x1, picture.width), y1: Math.min(shown.y1, picture.height) };
    if (seen.x1 <= seen.x0 || seen.y1 <= seen.y0) return true;
    const { x0, y0, x1, y1 } = this.part(screen);
    return inside({ x0: x0 - 1e-6, y0: y0 - 1e-6, x1: x1 + 1e-6, y1: y1 + 1e-6 }, seen);
  }
}

export function canvas(): HTMLCanvasElement {
  const made = document.createElement("canvas");
  Object.assign(made.style, { position: "absolute", left: `${-OVERSCAN_PX}px`, top: `${-OVERSCAN_PX}px`, pointerEvents: "none" });
  return made;
}

/** Make a canvas as large as the screen with what lies around it. */
export function resized(made: HTMLCanvasElement, screen: Size): void {
  const ratio = window.devicePixelRatio || 1;
  const width = screen.width + 2 * OVERSCAN_PX;
  const height = screen.height + 2 * OVERSCAN_PX;
  made.width = Math.round(width * ratio);
  made.height = Math.round(height * ratio);
  Object.assign(made.style, { width: `${width}px`, height: `${height}px` });
}

/** A pen whose origin is the screen's. */
export function penOn(made: HTMLCanvasElement, clear = true): Pen | null {
  const pen = made.getContext("2d");
  if (!pen) return null;
  const ratio = window.devicePixelRatio || 1;
  pen.setTransform(ratio, 0, 0, ratio, OVERSCAN_PX * ratio, OVERSCAN_PX * ratio);
  if (clear) pen.clearRect(-OVERSCAN_PX, -OVERSCAN_PX, made.width / ratio, made.height / ratio);
  return pen;
}

/** Where the piece of `objects` that begins at `from` ends, so that it is painted within a frame; at least one is in it. */
export function pieceEnd(objects: readonly Annotation[], from: number, most = FRAME_WORK): number {
  let work = 0;
  for (let at = from; at < objects.length; at += 1) {
    work += workOf(objects[at] as Annotation);
    if (work > most) return Math.max(at, from + 1);
  }
  return objects.length;
}

function workOf(one: Annotation): number {
  const shape = drawn(one);
  if (!shape) return 0;
  if (shape.polygon) return 1 + shape.polygon.reduce((sum, ring) => sum + ringLength(ring), 0) / CORNERS_A_BOX;
  return shape.mask ? MASK_WORK : 1;
}
