/** Points into pixels, on the CPU: no graphics card is needed, and a million points take some tens of milliseconds. */

/** Where one looks: the world's point in the middle, and pixels per unit of the world. y goes up. */
export interface Camera {
  x: number;
  y: number;
  scale: number;
}

/** The least and the greatest scale. */
export const SCALES = [1e-4, 1e7] as const;

/** Of a point, by its place in the arrays: 0 is drawn first (below all others), `CHOSEN` last. */
export const BEHIND = 0;
export const CHOSEN = 255;

/** The camera that shows everything, with a margin. */
export function fitted(xy: Float32Array, width: number, height: number): Camera {
  let [left, bottom, right, top] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < xy.length; i += 2) {
    const x = xy[i] as number;
    const y = xy[i + 1] as number;
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < bottom) bottom = y;
    if (y > top) top = y;
  }
  if (!(right >= left)) return { x: 0, y: 0, scale: 1 };
  const scale = 0.92 * Math.min(width / Math.max(right - left, 1e-6), height / Math.max(top - bottom, 1e-6));
  return { x: (left + right) / 2, y: (bottom + top) / 2, scale };
}

export function toWorld(camera: Camera, width: number, height: number, px: number, py: number): [number, number] {
  return [camera.x + (px - width / 2) / camera.scale, camera.y - (py - height / 2) / camera.scale];
}

/** The camera after zooming by a factor with a pixel kept in place. */
export function zoomed(camera: Camera, width: number, height: number, px: number, py: number, factor: number): Camera {
  const [x, y] = toWorld(camera, width, height, px, py);
  const scale = Math.min(Math.max(camera.scale * factor, SCALES[0]), SCALES[1]);
  return { scale, x: x - (px - width / 2) / scale, y: y + (py - height / 2) / scale };
}

/** A disc's radius in pixels, by how many points there are. */
export function radiusOf(points: number): number {
  return points > 300_000 ? 1 : points > 30_000 ? 1.5 : points > 3_000 ? 2.5 : 4;
}

/**
 * Draw all points. `pixels`: width × height as ABGR words, cleared here; `classes`: one of the palette's places for each point.
 */
export function draw(pixels: Uint32Array, width: number, height: number, xy: Float32Array, classes: Uint8Array, palette: Uint32Array, camera: Camera, radius: number): void {
  pixels.fill(0);
  const stamp = disc(radius, width);
  const reach = Math.ceil(radius);
  const { scale } = camera;
  const offsetX = width / 2 - camera.x * scale;
  const offsetY = height / 2 + camera.y * scale;
  const pass = (from: number, to: number) => {
    for (let i = 0; i < classes.length; i += 1) {
      const kind = classes[i] as number;
      if (kind < from || kind > to) continue;
      const px = ((xy[2 * i] as number) * scale + offsetX + 0.5) | 0;
      const py = (offsetY - (xy[2 * i + 1] as number) * scale + 0.5) | 0;
      if (px < reach || py < reach || px >= width - reach || py >= height - reach) continue;
      const at = py * width + px;
      const colour = palette[kind] as number;
      for (let k = 0; k < stamp.length; k += 1) pixels[at + (stamp[k] as number)] = colour;
    }
  };
  const isThere = (kind: number) => classes.includes(kind);
  if (isThere(BEHIND)) pass(BEHIND, BEHIND);
  pass(BEHIND + 1, CHOSEN - 1);
  if (isThere(CHOSEN)) pass(CHOSEN, CHOSEN);
}

/** The nearest point within `within` pixels of a pixel that is not behind; else the nearest of all; -1: none. */
export function nearest(xy: Float32Array, classes: Uint8Array, camera: Camera, width: number, height: number, px: number, py: number, within: number): number {
  const [wx, wy] = toWorld(camera, width, height, px, py);
  let best = (within / camera.scale) ** 2;
  let found = -1;
  let isBehind = true;
  for (let i = 0; i < classes.length; i += 1) {
    const distance = ((xy[2 * i] as number) - wx) ** 2 + ((xy[2 * i + 1] as number) - wy) ** 2;
    const behind = classes[i] === BEHIND;
    if (distance < best ? !behind || isBehind : isBehind && !behind && distance < (within / camera.scale) ** 2) {
      best = distance;
      found = i;
      isBehind = behind;
    }
  }
  return found;
}

/** The places of the points inside a polygon in the world, ascending; even-odd, as the server's lasso. */
export function enclosed(xy: Float32Array, polygon: readonly (readonly [number, number])[]): Uint32Array<ArrayBuffer> {
  const px = Float64Array.from(polygon, (corner) => corner[0]);
  const py = Float64Array.from(polygon, (corner) => corner[1]);
  const [left, right, bottom, top] = [Math.min(...px), Math.max(...px), Math.min(...py), Math.max(...py)];
  const found = new Uint32Array(xy.length / 2);
  let count = 0;
  for (let i = 0; 2 * i < xy.length; i += 1) {
    const x = xy[2 * i] as number;
    const y = xy[2 * i + 1] as number;
    if (x < left || x > right || y < bottom || y > top) continue;
    let isIn = false;
    for (let a = 0, b = px.length - 1; a < px.length; b = a, a += 1) {
      const ay = py[a] as number;
      const by = py[b] as number;
      if (ay > y !== by > y && x < (((px[b] as number) - (px[a] as number)) * (y - ay)) / (by - ay) + (px[a] as number)) isIn = !isIn;
    }
    if (isIn) found[count++] = i;
  }
  return found.slice(0, count);
}

/** CSS's `#rrggbb` as a word of a canvas's pixels on a little-endian machine. */
export function word(colour: string): number {
  const value = Number.parseInt(colour.slice(1), 16);
  return (0xff000000 | ((value & 0xff) << 16) | (value & 0xff00) | (value >> 16)) >>> 0;
}

function disc(radius: number, width: number): Int32Array {
  const reach = Math.ceil(radius);
  const found: number[] = [];
  for (let dy = -reach; dy <= reach; dy += 1) for (let dx = -reach; dx <= reach; dx += 1) if (dx * dx + dy * dy <= radius * radius + 0.25) found.push(dy * width + dx);
  return Int32Array.from(found);
}
