import { expect, test } from "vitest";
import { BEHIND, CHOSEN, word } from "@/plot/raster";
import { classesOf, coloursOf, paletteOf, SCALE, stretched } from "./groups";

const points = { seqs: new Uint32Array([2, 5, 7, 9]), xy: new Float32Array(8) };

test("a point's colour says first that it is chosen, then that the filter leaves it out, then its group", () => {
  const placeOf = new Uint8Array([0, 0, 0, 0, 0, 3, 0, 2]);
  expect([...classesOf(points, undefined, new Set([2]), placeOf)]).toEqual([CHOSEN, 3, 2, 1]);
  expect([...classesOf(points, new Uint32Array([5]), new Set([2]), placeOf)]).toEqual([CHOSEN, 3, BEHIND, BEHIND]);
  expect([...classesOf(points, new Uint32Array(0), new Set(), null)]).toEqual([BEHIND, BEHIND, BEHIND, BEHIND]);
});

test("stretches of a number hold about as many items each, and the last its greatest", () => {
  const said = { field: "metrics.area", edges: [0, 1, 2, 3, 4], counts: [90, 2, 3, 5], items: 100, greatest: 3.5 };
  const found = stretched(said, 4);
  expect(found.map((one) => one.count)).toEqual([90, 5, 5]);
  expect(found.map((one) => one.node)).toEqual([
    { range: { f: "metrics.area", gte: 0, lt: 1 } },
    { range: { f: "metrics.area", gte: 1, lt: 3 } },
    { range: { f: "metrics.area", gte: 3, lte: 3.5 } },
  ]);
  const even = stretched({ ...said, counts: [25, 25, 25, 25] }, 4);
  expect(even.map((one) => one.of)).toEqual([{ from: 0, to: 1 }, { from: 1, to: 2 }, { from: 2, to: 3 }, { from: 3, to: 3.5 }]);
  expect(stretched({ ...said, edges: [], counts: [], items: 0, greatest: null }, 4)).toEqual([]);
});

test("few stretches use the whole scale", () => {
  const groups = stretched({ field: "f", edges: [0, 1, 2], counts: [5, 5], items: 10, greatest: 2 }, 8);
  expect(coloursOf(groups, true)).toEqual([SCALE[0], SCALE.at(-1)]);
  const palette = paletteOf("dark", coloursOf(groups, true));
  expect([palette[2], palette[3]]).toEqual([word(SCALE[0]), word(SCALE.at(-1) as string)]);
});
