/** How shapes look. All in CSS pixels of the stage; text is drawn as text, whatever it holds. */
import { drawn, type Annotation, type Drawn } from "../codec";
import { BOX_HANDLES, boxHandlePoint, type Box } from "../geometry/box";
import type { Bounds, Point } from "../geometry/bounds";
import { maskPixels } from "../geometry/mask";
import { pointAt, ringLength, type Polygon } from "../geometry/polygon";
import type { View } from "../viewport";

export type Pen = CanvasRenderingContext2D;

export interface Look {
  colour: string;
  /** A pre-label that nobody accepted yet. */
  proposed: boolean;
  locked: boolean;
}

const HANDLE_PX = 7;
const VERTICES_SHOWN = 400;
const LABEL_WORDS = 40;
const PIN_WORDS = 48;
const SHADE = "rgb(0 0 0 / 0.65)";

/** An object as it lies in the document. */
export function paintShape(pen: Pen, view: View, annotation: Annotation, look: Look): void {
  const shape = drawn(annotation);
  if (!shape) return;
  if (shape.mask) paintMask(pen, view, annotation, shape, look.colour);
  if (shape.mask && !shape.box && !shape.polygon) return;
  if (shape.polygon) {
    trace(pen, view, shape);
    pen.globalAlpha = 0.14;
    pen.fillStyle = look.colour;
    pen.fill();
    pen.globalAlpha = 1;
  }
  pen.lineWidth = 1.5;
  pen.strokeStyle = look.colour;
  if (look.proposed) pen.setLineDash([5, 4]);
  if (look.locked) pen.globalAlpha = 0.55;
  if (shape.polygon) pen.stroke();
  else frame(pen, view, shape.bounds);
  pen.globalAlpha = 1;
  if (look.proposed) pen.setLineDash([]);
}

/** An object that is pointed at or chosen: a bright line on a dark one, so that it is seen on any picture. */
export function paintChosen(pen: Pen, view: View, annotation: Annotation, look: Look, { strong, handles }: { strong: boolean; handles: boolean }): void {
  const shape = drawn(annotation);
  if (!shape) return;
  trace(pen, view, shape);
  pen.globalAlpha = strong ? 0.22 : 0.12;
  pen.fillStyle = look.colour;
  if (!shape.mask) pen.fill();
  pen.globalAlpha = 1;
  pen.lineWidth = strong ? 4 : 3;
  pen.strokeStyle = SHADE;
  pen.stroke();
  pen.lineWidth = strong ? 2 : 1.5;
  pen.strokeStyle = look.colour;
  if (look.proposed) pen.setLineDash([5, 4]);
  pen.stroke();
  pen.setLineDash([]);
  if (!handles) return;
  if (shape.polygon) paintVertices(pen, view, shape.polygon, look.colour);
  else if (shape.box) paintHandles(pen, view, shape.box, look.colour);
}

/** A name beside an object's upper left corner. */
export function paintLabel(pen: Pen, view: View, bounds: Bounds, text: string, colour: string): void {
  pen.font = "600 11px system-ui, sans-serif";
  const shown = cut(text, LABEL_WORDS);
  const width = pen.measureText(shown).width + 8;
  const x = Math.round(bounds.x0 * view.scale + view.x);
  const top = bounds.y0 * view.scale + view.y;
  const y = Math.round(top >= 18 ? top - 17 : top + 1);
  pen.fillStyle = colour;
  pen.fillRect(x - 1, y, width, 16);
  pen.fillStyle = isDark(colour) ? "#ffffff" : "#101314";
  pen.textBaseline = "middle";
  pen.fillText(shown, x + 3, y + 8.5);
}

/** A box being drawn. */
export function paintDraft(pen: Pen, view: View, box: Box, colour: string): void {
  const [x, y, w, h] = [box[0] * view.scale + view.x, box[1] * view.scale + view.y, box[2] * view.scale, box[3] * view.scale];
  pen.lineWidth = 3;
  pen.strokeStyle = SHADE;
  pen.strokeRect(x, y, w, h);
  pen.lineWidth = 1.5;
  pen.strokeStyle = colour;
  pen.strokeRect(x, y, w, h);
  pen.font = "600 11px system-ui, sans-serif";
  pen.fillStyle = SHADE;
  const size = `${Math.round(box[2])} × ${Math.round(box[3])}`;
  pen.fillRect(x + w + 4, y + h + 4, pen.measureText(size).width + 8, 16);
  pen.fillStyle = "#ffffff";
  pen.textBaseline = "middle";
  pen.fillText(size, x + w + 8, y + h + 12.5);
}

/** An outline being drawn. */
export function paintOutline(pen: Pen, view: View, points: readonly Point[], closes: boolean, colour: string): void {
  pen.beginPath();
  points.forEach((p, i) => {
    const x = p.x * view.scale + view.x;
    const y = p.y * view.scale + view.y;
    if (i === 0) pen.moveTo(x, y);
    else pen.lineTo(x, y);
  });
  if (closes) pen.closePath();
  pen.globalAlpha = 0.18;
  pen.fillStyle = colour;
  pen.fill();
  pen.globalAlpha = 1;
  pen.lineWidth = 3;
  pen.strokeStyle = SHADE;
  pen.stroke();
  pen.lineWidth = 1.5;
  pen.strokeStyle = colour;
  pen.stroke();
  points.forEach((p, i) => knob(pen, p.x * view.scale + view.x, p.y * view.scale + view.y, i === 0 && closes ? 11 : HANDLE_PX, colour));
}

export function paintMarquee(pen: Pen, view: View, { x0, y0, x1, y1 }: Bounds): void {
  const rectangle = [x0 * view.scale + view.x, y0 * view.scale + view.y, (x1 - x0) * view.scale, (y1 - y0) * view.scale] as const;
  pen.fillStyle = "rgb(255 255 255 / 0.12)";
  pen.fillRect(...rectangle);
  pen.lineWidth = 1;
  pen.strokeStyle = "#ffffff";
  pen.setLineDash([4, 3]);
  pen.strokeRect(...rectangle);
  pen.setLineDash([]);
}

/** A pin: a place that is talked about, its words on the side where they fit. */
export function paintPin(pen: Pen, at: Point, { text, says, tone }: { text: string; says: string; tone: "open" | "rejected" | "resolved" }, { withWords, right }: { withWords: boolean; right: number }): void {
  const colour = tone === "rejected" ? "#e03131" : tone === "open" ? "#f2a100" : "#6b7680";
  pen.beginPath();
  pen.moveTo(at.x, at.y);
  pen.lineTo(at.x - 6, at.y - 11);
  pen.arc(at.x, at.y - 17, 9, Math.PI * 0.75, Math.PI * 0.25);
  pen.closePath();
  pen.fillStyle = colour;
  pen.fill();
  pen.lineWidth = 1.5;
  pen.strokeStyle = "#ffffff";
  pen.stroke();
  pen.fillStyle = tone === "open" ? "#101314" : "#ffffff";
  pen.font = "700 11px system-ui, sans-serif";
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(text, at.x, at.y - 16.5);
  pen.textAlign = "start";
  if (!withWords || !says) return;
  const shown = cut(says, PIN_WORDS);
  pen.font = "500 11px system-ui, sans-serif";
  const width = pen.measureText(shown).width + 10;
  const x = at.x + 12 + width <= right ? at.x + 12 : at.x - 12 - width;
  pen.fillStyle = "rgb(16 19 20 / 0.85)";
  pen.fillRect(x, at.y - 26, width, 18);
  pen.fillStyle = "#ffffff";
  pen.fillText(shown, x + 5, at.y - 16.5);
}

function trace(pen: Pen, view: View, shape: Drawn): void {
  const { scale, x, y } = view;
  pen.beginPath();
  if (shape.polygon) {
    for (const ring of shape.polygon) {
      for (let i = 0; i + 1 < ring.length; i += 2) {
        const px = (ring[i] as number) * scale + x;
        const py = (ring[i + 1] as number) * scale + y;
        if (i === 0) pen.moveTo(px, py);
        else pen.lineTo(px, py);
      }
      pen.closePath();
    }
    return;
  }
  const { x0, y0, x1, y1 } = shape.bounds;
  pen.rect(x0 * scale + x, y0 * scale + y, (x1 - x0) * scale, (y1 - y0) * scale);
}

/** A box's line; a rectangle is drawn faster than a path of four lines. */
function frame(pen: Pen, { scale, x, y }: View, { x0, y0, x1, y1 }: Bounds): void {
  pen.strokeRect(x0 * scale + x, y0 * scale + y, (x1 - x0) * scale, (y1 - y0) * scale);
}

function paintHandles(pen: Pen, view: View, box: Box, colour: string): void {
  const isSmall = Math.min(box[2], box[3]) * view.scale < 28;
  for (const handle of BOX_HANDLES) {
    if (isSmall && handle.length === 1) continue;
    const p = boxHandlePoint(box, handle);
    knob(pen, p.x * view.scale + view.x, p.y * view.scale + view.y, HANDLE_PX, colour);
  }
}

function paintVertices(pen: Pen, view: View, polygon: Polygon, colour: string): void {
  const total = polygon.reduce((sum, ring) => sum + ringLength(ring), 0);
  for (const ring of polygon) {
    const n = ringLength(ring);
    for (let at = 0; at < n; at += 1) {
      const a = pointAt(ring, at);
      const b = pointAt(ring, (at + 1) % n);
      const length = Math.hypot(b.x - a.x, b.y - a.y) * view.scale;
      if (total <= VERTICES_SHOWN && length > 34) dot(pen, ((a.x + b.x) / 2) * view.scale + view.x, ((a.y + b.y) / 2) * view.scale + view.y, colour);
      knob(pen, a.x * view.scale + view.x, a.y * view.scale + view.y, HANDLE_PX, colour);
    }
  }
}

function knob(pen: Pen, x: number, y: number, size: number, colour: string): void {
  pen.fillStyle = "#ffffff";
  pen.strokeStyle = colour;
  pen.lineWidth = 1.5;
  pen.fillRect(x - size / 2, y - size / 2, size, size);
  pen.strokeRect(x - size / 2, y - size / 2, size, size);
}

function dot(pen: Pen, x: number, y: number, colour: string): void {
  pen.beginPath();
  pen.arc(x, y, 2.5, 0, 2 * Math.PI);
  pen.fillStyle = colour;
  pen.fill();
}

const masks = new WeakMap<Annotation, { colour: string; canvas: HTMLCanvasElement }>();

function paintMask(pen: Pen, view: View, annotation: Annotation, shape: Drawn, colour: string): void {
  const { x0, y0, x1, y1 } = { x0: Math.floor(shape.bounds.x0), y0: Math.floor(shape.bounds.y0), x1: Math.ceil(shape.bounds.x1), y1: Math.ceil(shape.bounds.y1) };
  let kept = masks.get(annotation);
  if (!shape.mask || x1 <= x0 || y1 <= y0) return;
  if (kept?.colour !== colour) {
    const canvas = document.createElement("canvas");
    canvas.width = x1 - x0;
    canvas.height = y1 - y0;
    const pixels = maskPixels(shape.mask, { x0, y0, x1, y1 }, [...rgb(colour), 110]);
    canvas.getContext("2d")?.putImageData(new ImageData(pixels.data, pixels.width, pixels.height), 0, 0);
    kept = { colour, canvas };
    masks.set(annotation, kept);
  }
  pen.imageSmoothingEnabled = view.scale < 4;
  pen.drawImage(kept.canvas, x0 * view.scale + view.x, y0 * view.scale + view.y, (x1 - x0) * view.scale, (y1 - y0) * view.scale);
}

function rgb(colour: string): [number, number, number] {
  const value = Number.parseInt(colour.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

function cut(text: string, most: number): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}

function isDark(colour: string): boolean {
  const [r, g, b] = rgb(colour);
  return 0.299 * r + 0.587 * g + 0.114 * b < 140;
}
