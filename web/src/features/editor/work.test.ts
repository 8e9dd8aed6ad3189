import { expect, test } from "vitest";
import { made } from "@/canvas/codec";
import { inTheWay } from "./work";

const clash = { id: "a", mine: made("a", "car", { box: [0, 0, 1, 1] }), theirs: null };

test("labels are not handed over while a version waits for a word, or while others than the newest are shown", () => {
  expect(inTheWay([], false)).toBeNull();
  expect(inTheWay([clash], false)).toMatch(/an object that you changed, too/);
  expect(inTheWay([clash, { ...clash, id: "b" }], false)).toMatch(/2 objects/);
  expect(inTheWay([], true)).toMatch(/an older revision is shown/);
});
