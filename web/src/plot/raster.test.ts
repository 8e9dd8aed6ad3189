import { expect, test } from "vitest";
import { BEHIND, CHOSEN, draw, enclosed, fitted, nearest, toWorld, word, zoomed } from "./raster";
import { isSoftware } from "./renderer";
import { drawingOrder } from "./webgl";

const xy = new Float32Array([0, 0, 10, 0, 10, 10]);
const W = 100;
const H = 80;
const palette = new Uint32Array(256).fill(word("#ff0000"));
palette[BEHIND] = word("#808080");
palette[CHOSEN] = word("#00ff00");

test("the fitted camera shows every point", () => {
  const camera = fitted(xy, W, H);
  const pixels = new Uint32Array(W * H);
  draw(pixels, W, H, xy, new Uint8Array([1, 1, 1]), palette, camera, 1);
  expect(pixels.filter((one) => one === word("#ff0000")).length).toBe(15);
});

test("chosen points lie above the others, those behind below", () => {
  const same = new Float32Array([0, 0, 0, 0, 0, 0]);
  const pixels = new Uint32Array(W * H);
  const camera = { x: 0, y: 0, scale: 1 };
  draw(pixels, W, H, same, new Uint8Array([CHOSEN, 1, BEHIND]), palette, camera, 1);
  expect(pixels[(H / 2) * W + W / 2]).toBe(word("#00ff00"));
});

test("zooming keeps the pixel under the pointer", () => {
  const camera = fitted(xy, W, H);
  const before = toWorld(camera, W, H, 20, 30);
  const after = toWorld(zoomed(camera, W, H, 20, 30, 3), W, H, 20, 30);
  expect(after[0]).toBeCloseTo(before[0]);
  expect(after[1]).toBeCloseTo(before[1]);
});

test("the nearest point in the filter is picked before one behind it", () => {
  const camera = { x: 5, y: 0, scale: 1 };
  const near = (classes: number[]) => nearest(xy, new Uint8Array(classes), camera, W, H, 50 - 4, 40, 8);
  expect(near([1, 1, 1])).toBe(0);
  expect(near([BEHIND, BEHIND, BEHIND])).toBe(0);
  expect(near([BEHIND, BEHIND, 1])).toBe(0);
  expect(nearest(xy, new Uint8Array([BEHIND, 1, 1]), camera, W, H, 50, 40, 6)).toBe(1);
  expect(nearest(xy, new Uint8Array([1, 1, 1]), camera, W, H, 0, 0, 6)).toBe(-1);
});

test("a lasso encloses by the even-odd rule, so that a line that crosses itself leaves a hole", () => {
  const square: [number, number][] = [[-1, -1], [11, -1], [11, 5], [-1, 5]];
  expect([...enclosed(xy, square)]).toEqual([0, 1]);
  expect([...enclosed(xy, [...square, ...square])]).toEqual([]);
  expect([...enclosed(xy, [[20, 20], [21, 20], [21, 21]])]).toEqual([]);
});

test("the graphics card draws in the CPU's order: behind, the others as they come, chosen", () => {
  expect([...drawingOrder(new Uint8Array([CHOSEN, 3, BEHIND, 1, BEHIND, CHOSEN]))]).toEqual([2, 4, 1, 3, 0, 5]);
});

test("software that plays a graphics card is told from one", () => {
  expect(isSoftware("ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)), SwiftShader driver)")).toBe(true);
  expect(isSoftware("llvmpipe (LLVM 15.0.6, 256 bits)")).toBe(true);
  expect(isSoftware("ANGLE (NVIDIA, NVIDIA GeForce RTX 3060, OpenGL 4.6)")).toBe(false);
});
