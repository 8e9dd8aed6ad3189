import { CpuRenderer } from "./cpu";
import type { FromWorker, ToWorker } from "./messages";
import { enclosed, nearest, radiusOf } from "./raster";
import type { Renderer, Wish } from "./renderer";
import { contextOf, hasCard, WebglRenderer } from "./webgl";

const PICK_PX = 9;

let renderer: Renderer | null = null;
let xy = new Float32Array(0);
let classes = new Uint8Array(0);
let palette = new Uint32Array(256);
let asked: Extract<ToWorker, { kind: "draw" }> | null = null;
let isWaiting = false;

/** WebGL2 where it is wished for or a graphics card does it, else the CPU. A canvas whose context fails needs another one. */
function take(canvas: OffscreenCanvas, wish: Wish): void {
  renderer = null;
  const gl = contextOf(canvas, wish);
  if (gl) {
    canvas.addEventListener("webglcontextlost", (event) => {
      event.preventDefault();
      lose();
    });
    try {
      renderer = new WebglRenderer(canvas, gl);
    } catch {
      lose();
      return;
    }
  } else {
    const context = canvas.getContext("2d");
    if (context) renderer = new CpuRenderer(canvas, context);
  }
  renderer?.setPoints(xy);
  renderer?.setClasses(classes, palette);
}

function lose(): void {
  renderer = null;
  answer({ kind: "lost" });
}

/** Of many drawings asked for meanwhile only the last one is made. */
function paint(): void {
  isWaiting = false;
  if (!renderer || !asked || !isWhole()) return;
  const began = performance.now();
  const width = Math.max(1, Math.round(asked.width * asked.ratio));
  const height = Math.max(1, Math.round(asked.height * asked.ratio));
  renderer.draw({ ...asked.camera, scale: asked.camera.scale * asked.ratio }, width, height, radiusOf(classes.length) * asked.ratio);
  answer({ kind: "drawn", took_ms: performance.now() - began, by: renderer.kind });
}

/** Points and their classes come one after the other. */
const isWhole = (): boolean => classes.length * 2 === xy.length;

function answer(said: FromWorker, moved: Transferable[] = []): void {
  self.postMessage(said, { transfer: moved });
}

function soon(): void {
  if (isWaiting) return;
  isWaiting = true;
  setTimeout(paint);
}

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  switch (data.kind) {
    case "warm":
      hasCard();
      return;
    case "canvas":
      take(data.canvas, data.wish);
      break;
    case "points":
      xy = data.xy as Float32Array<ArrayBuffer>;
      renderer?.setPoints(xy);
      break;
    case "classes":
      classes = data.classes as Uint8Array<ArrayBuffer>;
      palette = data.palette as Uint32Array<ArrayBuffer>;
      renderer?.setClasses(classes, palette);
      break;
    case "draw":
      asked = data;
      break;
    case "pick":
      answer({ kind: "picked", at: isWhole() ? nearest(xy, classes, data.camera, data.width, data.height, data.x, data.y, PICK_PX) : -1 });
      return;
    case "lasso": {
      const places = enclosed(xy, data.polygon);
      answer({ kind: "lassoed", places }, [places.buffer]);
      return;
    }
  }
  soon();
};
