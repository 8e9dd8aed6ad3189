import type { Camera } from "./raster";

/** What the page tells the plot's worker. */
export type ToWorker =
  | { kind: "canvas"; canvas: OffscreenCanvas }
  | { kind: "points"; xy: Float32Array }
  | { kind: "classes"; classes: Uint8Array; palette: Uint32Array }
  | { kind: "draw"; camera: Camera; width: number; height: number; ratio: number }
  | { kind: "pick"; camera: Camera; width: number; height: number; x: number; y: number };

/** What it answers: the place of the point under the pointer, -1 for none; how long a drawing took. */
export type FromWorker = { kind: "picked"; at: number } | { kind: "drawn"; took_ms: number };
