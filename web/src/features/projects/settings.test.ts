import { expect, test } from "vitest";
import type { Schemas } from "@/api/client";
import { offered } from "./parts/PreLabels";
import { isBehind } from "./settings";

const dataset = (version: number, ...pins: [string, number][]) => ({ id: "d", title: "d", version, pins: pins.map(([collection, at]) => ({ collection, version: at })) }) as Schemas["Dataset"];
const collections = (versions: Record<string, number>) => Object.entries(versions).map(([id, version]) => ({ id, name: id, version })) as Schemas["Collection"][];

test("what a project works on is behind once its dataset, or a collection of that, has gone on", () => {
  const at = { dataset: "d", version: 2 };
  expect(isBehind(at, dataset(2, ["c", 3]), collections({ c: 3 }))).toBe(false);
  expect(isBehind(at, dataset(3, ["c", 3]), collections({ c: 3 }))).toBe(true);
  expect(isBehind(at, dataset(2, ["c", 3], ["e", 1]), collections({ c: 3, e: 2 }))).toBe(true);
});

test("a dataset or a collection that is not seen is not behind", () => {
  expect(isBehind({ dataset: "d", version: 1 }, undefined, [])).toBe(false);
  expect(isBehind({ dataset: "d", version: 1 }, dataset(1, ["hidden", 4]), [])).toBe(false);
});

test("an offer says what was offered, and why the rest was not", () => {
  expect(offered({ proposed: 1 })).toBe("1 pre-label was offered.");
  expect(offered({ proposed: 1_200, overlapped: 3, unmapped: 0, not_open: 2 })).toBe("1,200 pre-labels were offered. Left out: 3 overlapped by a label; 2 on items that are not to be annotated now.");
  expect(offered({})).toBe("No prediction was offered. None is so confident.");
  expect(offered({ unfit: 4 })).toBe("No prediction was offered. Left out: 4 of a shape that their class does not have.");
});
