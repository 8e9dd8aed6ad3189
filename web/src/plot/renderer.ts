/** What draws a map's points. Two do, with the same picture: the CPU (`raster.ts`) and WebGL2 (`webgl.ts`), where a graphics card is. */
import type { Camera } from "./raster";

export type RendererKind = "cpu" | "webgl2";

/** What was asked for; `auto`: WebGL2 where a graphics card does it, else the CPU. */
export const WISHES = ["auto", "cpu", "webgl"] as const;
export type Wish = (typeof WISHES)[number];

export interface Renderer {
  readonly kind: RendererKind;
  /** x and y interleaved. */
  setPoints(xy: Float32Array): void;
  /** One of the palette's 256 places for each point; the palette as ABGR words. */
  setClasses(classes: Uint8Array, palette: Uint32Array): void;
  /** Draw all points as discs. Everything in the canvas's own pixels, which `camera.scale` speaks of, too. */
  draw(camera: Camera, width: number, height: number, radius: number): void;
}

/** Names that software says of itself where it plays a graphics card. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render|mesa offscreen/i;

export const isSoftware = (renderer: string): boolean => SOFTWARE.test(renderer);
