/** Points and rectangles in image pixels, origin top-left. */
export interface Point {
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

export interface Bounds {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

export const boundsOf = (a: Point, b: Point): Bounds => ({ x0: Math.min(a.x, b.x), y0: Math.min(a.y, b.y), x1: Math.max(a.x, b.x), y1: Math.max(a.y, b.y) });

export const overlap = (a: Bounds, b: Bounds): boolean => a.x0 <= b.x1 && b.x0 <= a.x1 && a.y0 <= b.y1 && b.y0 <= a.y1;

export const inside = (outer: Bounds, inner: Bounds): boolean => inner.x0 >= outer.x0 && inner.y0 >= outer.y0 && inner.x1 <= outer.x1 && inner.y1 <= outer.y1;

export const grown = (one: Bounds, by: number): Bounds => ({ x0: one.x0 - by, y0: one.y0 - by, x1: one.x1 + by, y1: one.y1 + by });

/** The smallest bounds around all; null around none. */
export function union(all: Iterable<Bounds>): Bounds | null {
  let found: Bounds | null = null;
  for (const one of all) {
    found = found
      ? { x0: Math.min(found.x0, one.x0), y0: Math.min(found.y0, one.y0), x1: Math.max(found.x1, one.x1), y1: Math.max(found.y1, one.y1) }
      : one;
  }
  return found;
}

/** A point of the picture nearest to `point`. */
export const clamped = (point: Point, size: Size): Point => ({ x: Math.min(Math.max(point.x, 0), size.width), y: Math.min(Math.max(point.y, 0), size.height) });

/** As much of a move as keeps `bounds` inside the picture; what is outside already may move freely towards it. */
export function limitedMove(bounds: Bounds, by: Point, size: Size): Point {
  return { x: limited(by.x, bounds.x0, bounds.x1, size.width), y: limited(by.y, bounds.y0, bounds.y1, size.height) };
}

function limited(by: number, low: number, high: number, size: number): number {
  if (by < 0) return Math.max(by, Math.min(0, -low));
  return Math.min(by, Math.max(0, size - high));
}

/** The distance from `p` to the segment `a`–`b`. */
export function segmentDistance(p: Point, a: Point, b: Point): number {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((p.x - a.x) * dx + (p.y - a.y) * dy) / length));
  return Math.hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}
