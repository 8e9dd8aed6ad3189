/** Polygons: one flat list x, y, x, y, … per outline (ring) of the object, in image pixels. */
import { clamped, limitedMove, segmentDistance, type Bounds, type Point, type Size } from "./bounds";

export type Ring = number[];
export type Polygon = Ring[];

/** A vertex: of which ring, and which. */
export interface Vertex {
  ring: number;
  at: number;
}

export const ringLength = (ring: Ring): number => ring.length / 2;

export const pointAt = (ring: Ring, at: number): Point => ({ x: ring[2 * at] ?? 0, y: ring[2 * at + 1] ?? 0 });

export function polygonBounds(polygon: Polygon): Bounds {
  const found = { x0: Infinity, y0: Infinity, x1: -Infinity, y1: -Infinity };
  for (const ring of polygon) {
    for (let i = 0; i + 1 < ring.length; i += 2) {
      const x = ring[i] as number;
      const y = ring[i + 1] as number;
      if (x < found.x0) found.x0 = x;
      if (x > found.x1) found.x1 = x;
      if (y < found.y0) found.y0 = y;
      if (y > found.y1) found.y1 = y;
    }
  }
  return found;
}

/** Whether `p` is inside any ring (rings are parts, not holes), or at most `reach` px from an outline. */
export function polygonHit(polygon: Polygon, p: Point, reach: number): boolean {
  return polygon.some((ring) => ringContains(ring, p)) || polygonEdgeAt(polygon, p, reach) !== null;
}

/** Even-odd. */
export function ringContains(ring: Ring, p: Point): boolean {
  let isIn = false;
  const n = ringLength(ring);
  for (let i = 0, j = n - 1; i < n; j = i, i += 1) {
    const a = pointAt(ring, i);
    const b = pointAt(ring, j);
    if (a.y > p.y !== b.y > p.y && p.x < ((b.x - a.x) * (p.y - a.y)) / (b.y - a.y) + a.x) isIn = !isIn;
  }
  return isIn;
}

/** The nearest edge within `reach` px, by the vertex at which it begins. */
export function polygonEdgeAt(polygon: Polygon, p: Point, reach: number): Vertex | null {
  let found: Vertex | null = null;
  let best = reach;
  polygon.forEach((ring, index) => {
    const n = ringLength(ring);
    for (let at = 0; at < n; at += 1) {
      const distance = segmentDistance(p, pointAt(ring, at), pointAt(ring, (at + 1) % n));
      if (distance <= best) {
        best = distance;
        found = { ring: index, at };
      }
    }
  });
  return found;
}

/** The nearest vertex within `reach` px. */
export function vertexAt(polygon: Polygon, p: Point, reach: number): Vertex | null {
  let found: Vertex | null = null;
  let best = reach;
  polygon.forEach((ring, index) => {
    for (let at = 0; at < ringLength(ring); at += 1) {
      const q = pointAt(ring, at);
      const distance = Math.hypot(p.x - q.x, p.y - q.y);
      if (distance <= best) {
        best = distance;
        found = { ring: index, at };
      }
    }
  });
  return found;
}

export function vertexMoved(polygon: Polygon, vertex: Vertex, p: Point, size: Size): Polygon {
  const to = clamped(p, size);
  return polygon.map((ring, index) => (index === vertex.ring ? ring.with(2 * vertex.at, to.x).with(2 * vertex.at + 1, to.y) : ring));
}

/** With a vertex more, after `edge.at`. */
export function vertexInserted(polygon: Polygon, edge: Vertex, p: Point): Polygon {
  return polygon.map((ring, index) => (index === edge.ring ? ring.toSpliced(2 * edge.at + 2, 0, p.x, p.y) : ring));
}

/** With a vertex less; a ring keeps three, so that null says it cannot be. */
export function vertexRemoved(polygon: Polygon, vertex: Vertex): Polygon | null {
  const ring = polygon[vertex.ring];
  if (!ring || ringLength(ring) <= 3) return null;
  return polygon.map((one, index) => (index === vertex.ring ? one.toSpliced(2 * vertex.at, 2) : one));
}

export function polygonMoved(polygon: Polygon, by: Point, size: Size): Polygon {
  const { x, y } = limitedMove(polygonBounds(polygon), by, size);
  return polygon.map((ring) => ring.map((value, i) => value + (i % 2 === 0 ? x : y)));
}

/** The area of all rings in px², by the shoelace formula. */
export function polygonArea(polygon: Polygon): number {
  return polygon.reduce((sum, ring) => {
    const n = ringLength(ring);
    let twice = 0;
    for (let i = 0; i < n; i += 1) {
      const a = pointAt(ring, i);
      const b = pointAt(ring, (i + 1) % n);
      twice += a.x * b.y - b.x * a.y;
    }
    return sum + Math.abs(twice) / 2;
  }, 0);
}
