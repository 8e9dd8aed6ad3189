/** Boxes: x, y, width, height in image pixels. */
import { boundsOf, clamped, limitedMove, type Bounds, type Point, type Size } from "./bounds";

export type Box = [number, number, number, number];

export const BOX_HANDLES = ["nw", "n", "ne", "e", "se", "s", "sw", "w"] as const;
export type BoxHandle = (typeof BOX_HANDLES)[number];

export const boxBounds = ([x, y, w, h]: Box): Bounds => ({ x0: x, y0: y, x1: x + w, y1: y + h });

export const boxFrom = ({ x0, y0, x1, y1 }: Bounds): Box => [x0, y0, x1 - x0, y1 - y0];

/** The box between two corners, inside the picture. */
export const boxBetween = (a: Point, b: Point, size: Size): Box => boxFrom(boundsOf(clamped(a, size), clamped(b, size)));

/** Whether `p` is inside, or at most `reach` px outside. */
export function boxHit(box: Box, p: Point, reach: number): boolean {
  const { x0, y0, x1, y1 } = boxBounds(box);
  return p.x >= x0 - reach && p.x <= x1 + reach && p.y >= y0 - reach && p.y <= y1 + reach;
}

/** Whether `p` is at most `reach` px from its outline. */
export function boxEdgeHit(box: Box, p: Point, reach: number): boolean {
  const { x0, y0, x1, y1 } = boxBounds(box);
  return boxHit(box, p, reach) && !(p.x > x0 + reach && p.x < x1 - reach && p.y > y0 + reach && p.y < y1 - reach);
}

export function boxHandlePoint([x, y, w, h]: Box, handle: BoxHandle): Point {
  const px = handle.includes("w") ? x : handle.includes("e") ? x + w : x + w / 2;
  const py = handle.includes("n") ? y : handle.includes("s") ? y + h : y + h / 2;
  return { x: px, y: py };
}

/** The handle within `reach` px of `p`; corners first. */
export function boxHandleAt(box: Box, p: Point, reach: number): BoxHandle | null {
  const corners: BoxHandle[] = ["nw", "ne", "se", "sw", "n", "e", "s", "w"];
  return corners.find((handle) => near(boxHandlePoint(box, handle), p, reach)) ?? null;
}

/** The box with a handle dragged to `p`, inside the picture; it may turn over. */
export function boxReshaped(box: Box, handle: BoxHandle, p: Point, size: Size): Box {
  const { x0, y0, x1, y1 } = boxBounds(box);
  const to = clamped(p, size);
  const left = handle.includes("w") ? to.x : x0;
  const right = handle.includes("e") ? to.x : x1;
  const top = handle.includes("n") ? to.y : y0;
  const bottom = handle.includes("s") ? to.y : y1;
  return boxFrom(boundsOf({ x: left, y: top }, { x: right, y: bottom }));
}

export function boxMoved(box: Box, by: Point, size: Size): Box {
  const { x, y } = limitedMove(boxBounds(box), by, size);
  return [box[0] + x, box[1] + y, box[2], box[3]];
}

function near(a: Point, b: Point, reach: number): boolean {
  return Math.abs(a.x - b.x) <= reach && Math.abs(a.y - b.y) <= reach;
}
