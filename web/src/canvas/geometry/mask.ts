/** COCO run lengths: column-major, beginning with a run of zeros; `counts` as COCO's string or as numbers. */
import type { Bounds, Point, Size } from "./bounds";

export interface Mask {
  /** height, width */
  size: [number, number];
  counts: string | number[];
}

/** The run lengths of a mask, COCO's string unpacked: base 48, five bits a character, differences from the third run on. */
export function runs(mask: Mask): Uint32Array {
  if (typeof mask.counts !== "string") return Uint32Array.from(mask.counts);
  const found: number[] = [];
  const text = mask.counts;
  for (let i = 0; i < text.length; ) {
    let value = 0;
    let shift = 0;
    let more = true;
    while (more && i < text.length) {
      const code = text.charCodeAt(i) - 48;
      i += 1;
      value += (code & 0x1f) * 2 ** shift;
      more = (code & 0x20) !== 0;
      shift += 5;
      if (!more && code & 0x10) value -= 2 ** shift;
    }
    found.push(found.length > 2 ? value + (found[found.length - 2] ?? 0) : value);
  }
  return Uint32Array.from(found);
}

/** Call `span(x, y0, y1)` for every vertical stretch of the mask. */
export function eachSpan(mask: Mask, span: (x: number, y0: number, y1: number) => void): void {
  const [height] = mask.size;
  if (height <= 0) return;
  let at = 0;
  let isOn = false;
  for (const length of runs(mask)) {
    if (isOn) {
      for (let from = at; from < at + length; ) {
        const x = Math.floor(from / height);
        const to = Math.min(at + length, (x + 1) * height);
        span(x, from - x * height, to - x * height);
        from = to;
      }
    }
    at += length;
    isOn = !isOn;
  }
}

/** Around the mask; an empty one has none. */
export function maskBounds(mask: Mask): Bounds | null {
  const found = { x0: Infinity, y0: Infinity, x1: -Infinity, y1: -Infinity };
  eachSpan(mask, (x, y0, y1) => {
    found.x0 = Math.min(found.x0, x);
    found.x1 = Math.max(found.x1, x + 1);
    found.y0 = Math.min(found.y0, y0);
    found.y1 = Math.max(found.y1, y1);
  });
  return found.x0 === Infinity ? null : found;
}

export function maskHit(mask: Mask, p: Point): boolean {
  const [height, width] = mask.size;
  const x = Math.floor(p.x);
  const y = Math.floor(p.y);
  if (x < 0 || y < 0 || x >= width || y >= height) return false;
  const wanted = x * height + y;
  let at = 0;
  let isOn = false;
  for (const length of runs(mask)) {
    at += length;
    if (wanted < at) return isOn;
    isOn = !isOn;
  }
  return false;
}

/** The mask's pixels inside `bounds` (whole numbers) as RGBA bytes of one colour, row by row. */
export function maskPixels(mask: Mask, bounds: Bounds, rgba: readonly [number, number, number, number]): { data: Uint8ClampedArray<ArrayBuffer> } & Size {
  const width = bounds.x1 - bounds.x0;
  const height = bounds.y1 - bounds.y0;
  const data = new Uint8ClampedArray(new ArrayBuffer(width * height * 4));
  eachSpan(mask, (x, y0, y1) => {
    if (x < bounds.x0 || x >= bounds.x1) return;
    for (let y = Math.max(y0, bounds.y0); y < Math.min(y1, bounds.y1); y += 1) data.set(rgba, ((y - bounds.y0) * width + (x - bounds.x0)) * 4);
  });
  return { data, width, height };
}
