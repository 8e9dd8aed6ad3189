import { expect, test } from "vitest";
import { described, rangeOf, readNodes, together, toggled, valuesOf, withRange, without } from "./nodes";

const names = { field: (name: string) => name.toUpperCase(), value: (_: string, value: string | number | boolean) => String(value) };

test("whatever a person types into the address is a list of nodes", () => {
  expect(readNodes(undefined)).toEqual([]);
  expect(readNodes("x")).toEqual([]);
  expect(readNodes({ set: "a" })).toEqual([{ set: "a" }]);
  expect(readNodes([{ all: {} }, 3, null, { a: 1, b: 2 }])).toEqual([{ all: {} }]);
});

test("the same part of the address is the same list", () => {
  const raw = [{ set: "a" }];
  expect(readNodes(raw)).toBe(readNodes(raw));
  expect(readNodes(undefined)).toBe(readNodes(undefined));
  expect(readNodes([{ set: "a" }])).toEqual(readNodes(raw));
});

test("values of a field come and go in one token", () => {
  const one = toggled([{ set: "a" }], "state", "ready");
  const two = toggled(one, "state", "failed");
  expect(two).toEqual([{ set: "a" }, { in: { f: "state", v: ["ready", "failed"] } }]);
  expect(valuesOf(two, "state")).toEqual(["ready", "failed"]);
  expect(toggled(one, "state", "ready")).toEqual([{ set: "a" }]);
  expect(without(two, "state")).toEqual([{ set: "a" }]);
});

test("a range takes the place of the one before", () => {
  const nodes = withRange(withRange([], "width", [1, 2]), "width", [3, 4]);
  expect(rangeOf(nodes, "width")).toEqual({ f: "width", gte: 3, lte: 4 });
  expect(withRange(nodes, "width", null)).toEqual([]);
});

test("no node is everything, several must all hold", () => {
  expect(together([])).toBeNull();
  expect(together([{ set: "a" }])).toEqual({ set: "a" });
  expect(together([{ set: "a" }, { set: "b" }])).toEqual({ and: [{ set: "a" }, { set: "b" }] });
});

test("tokens speak", () => {
  expect(described({ in: { f: "state", v: ["a", "b", "c", "d"] } }, names)).toBe("STATE: a or b or c or 1 more");
  expect(described({ range: { f: "width", gt: 5 } }, names)).toBe("WIDTH: more than 5");
  expect(described({ not: { exists: "phash" } }, names)).toBe("Not: PHASH is known");
});
