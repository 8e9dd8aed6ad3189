import { expect, test } from "vitest";
import { numberOf } from "./numbers";

test("what a number field hands over as text is a number, too", () => {
  expect(["1.50", "2.0", "1.", "0.", "-0.5", " 7 "].map(numberOf)).toEqual([1.5, 2, 1, 0, -0.5, 7]);
  expect(numberOf(0)).toBe(0);
});

test("nothing, and what is no number, is none", () => {
  expect(["", "  ", "-", ".", "1.2.3", "Infinity", Number.NaN, Infinity].map(numberOf)).toEqual(Array(8).fill(undefined));
});
