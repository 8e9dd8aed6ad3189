import type { FromWorker, ToWorker } from "./messages";
import { draw, nearest, radiusOf } from "./raster";

const PICK_PX = 9;

let canvas: OffscreenCanvas | null = null;
let xy = new Float32Array(0);
let classes = new Uint8Array(0);
let palette = new Uint32Array(256);
let image: ImageData | null = null;
let asked: Extract<ToWorker, { kind: "draw" }> | null = null;
let isWaiting = false;

/** Of many drawings asked for meanwhile only the last one is made. */
function paint(): void {
  isWaiting = false;
  const context = canvas?.getContext("2d");
  if (!canvas || !context || !asked || classes.length * 2 !== xy.length) return;
  const began = performance.now();
  const width = Math.max(1, Math.round(asked.width * asked.ratio));
  const height = Math.max(1, Math.round(asked.height * asked.ratio));
  if (canvas.width !== width || canvas.height !== height || !image) {
    canvas.width = width;
    canvas.height = height;
    image = new ImageData(width, height);
  }
  const camera = { ...asked.camera, scale: asked.camera.scale * asked.ratio };
  draw(new Uint32Array(image.data.buffer), width, height, xy, classes, palette, camera, radiusOf(classes.length) * asked.ratio);
  context.putImageData(image, 0, 0);
  answer({ kind: "drawn", took_ms: performance.now() - began });
}

function answer(said: FromWorker): void {
  self.postMessage(said);
}

function soon(): void {
  if (isWaiting) return;
  isWaiting = true;
  setTimeout(paint);
}

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === "canvas") canvas = data.canvas;
  else if (data.kind === "points") xy = data.xy as Float32Array<ArrayBuffer>;
  else if (data.kind === "classes") {
    classes = data.classes as Uint8Array<ArrayBuffer>;
    palette = data.palette as Uint32Array<ArrayBuffer>;
  } else if (data.kind === "draw") asked = data;
  else {
    const at = classes.length * 2 === xy.length ? nearest(xy, classes, data.camera, data.width, data.height, data.x, data.y, PICK_PX) : -1;
    answer({ kind: "picked", at });
    return;
  }
  soon();
};
