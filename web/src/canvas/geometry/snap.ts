/** The place on others' outlines that is nearest to a point: their corners before their edges, so that neighbours share a border. */
import { boxBounds, type Box } from "./box";
import type { Point } from "./bounds";
import { pointAt, ringLength, type Polygon, type Ring } from "./polygon";

/** The nearest corner within `reach` px, else the nearest place on an edge; null: nothing is so near. */
export function snapped(p: Point, outlines: Iterable<Polygon>, reach: number): Point | null {
  let corner: Point | null = null;
  let edge: Point | null = null;
  let [toCorner, toEdge] = [reach, reach];
  for (const outline of outlines) {
    for (const ring of outline) {
      const n = ringLength(ring);
      for (let at = 0; at < n; at += 1) {
        const a = pointAt(ring, at);
        const near = nearestOn(p, a, pointAt(ring, (at + 1) % n));
        const [fromCorner, fromEdge] = [distance(p, a), distance(p, near)];
        if (fromCorner <= toCorner) [corner, toCorner] = [a, fromCorner];
        if (fromEdge <= toEdge) [edge, toEdge] = [near, fromEdge];
      }
    }
  }
  return corner ?? edge;
}

/** A box as an outline. */
export function boxRing(box: Box): Ring {
  const { x0, y0, x1, y1 } = boxBounds(box);
  return [x0, y0, x1, y0, x1, y1, x0, y1];
}

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

function nearestOn(p: Point, a: Point, b: Point): Point {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((p.x - a.x) * dx + (p.y - a.y) * dy) / length));
  return { x: a.x + t * dx, y: a.y + t * dy };
}
