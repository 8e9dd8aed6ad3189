import type { Camera } from "./raster";
import type { RendererKind, Wish } from "./renderer";

/** What the page tells the plot's worker. */
export type ToWorker =
  | { kind: "warm" }
  | { kind: "canvas"; canvas: OffscreenCanvas; wish: Wish }
  | { kind: "points"; xy: Float32Array }
  | { kind: "classes"; classes: Uint8Array; palette: Uint32Array }
  | { kind: "draw"; camera: Camera; width: number; height: number; ratio: number }
  | { kind: "pick"; camera: Camera; width: number; height: number; x: number; y: number }
  | { kind: "lasso"; polygon: [number, number][] };

/**
 * What it answers: the place of the point under the pointer, -1 for none; the places of the points inside a lasso; how long a
 * drawing took and by what; that the graphics card took its context away, so that another canvas is needed.
 */
export type FromWorker =
  | { kind: "picked"; at: number }
  | { kind: "lassoed"; places: Uint32Array }
  | { kind: "drawn"; took_ms: number; by: RendererKind }
  | { kind: "lost" };
