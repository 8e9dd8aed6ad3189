import { expect, test } from "vitest";
import { content, copied, drawn, made, moved, operation, sameContent, withAnswers, withBox, withClass, withPolygon, type Annotation } from "./codec";
import { merge } from "./merge";

/** As a server that is newer than this page might send it. */
const imported = {
  ...made("a", "car", { box: [10.123456789012345, 0.1, 30.30000000000001, 40], polygon: [[10, 0, 40, 0, 40, 40]] }),
  origin: "import",
  area: 123.456,
  source_id: 17,
  coco_id: 4,
  from_the_future: { kept: [1, 2] },
  created_by: "anna",
} as Annotation;

test("what an edit does not speak of goes back as it came", () => {
  const answered = withAnswers(imported, { colour: "red" });
  expect(answered).toEqual({ ...imported, answers: { colour: "red" } });
  expect(JSON.parse(JSON.stringify(answered)).shapes["0"].box[0]).toBe(10.123456789012345);
});

test("an edited shape drops the imported area and keeps the rest; a box beside a polygon follows it", () => {
  const next = withPolygon(imported, [[0, 0, 10, 0, 10, 10]]);
  expect(next.area).toBeUndefined();
  expect(next.shapes?.["0"]).toEqual({ box: [0, 0, 10, 10], polygon: [[0, 0, 10, 0, 10, 10]] });
  expect([next.source_id, (next as Record<string, unknown>).from_the_future]).toEqual([17, { kept: [1, 2] }]);
  expect(imported.area).toBe(123.456);
});

test("moving by nothing changes nothing", () => {
  expect(moved(imported, 0, 0)).toBe(imported);
});

test("a mask is not moved", () => {
  const masked = made("m", "cat", { box: [0, 0, 2, 2], mask: { size: [2, 2], counts: [0, 4] } });
  expect(moved(masked, 5, 5)).toBe(masked);
  expect(drawn(masked)?.bounds).toEqual({ x0: 0, y0: 0, x1: 2, y1: 2 });
});

test("a copy is a new object of this person's", () => {
  const copy = copied({ ...imported, proposed: true, confidence: 0.3 }, "b", 5, 5);
  expect([copy.object_id, copy.origin, copy.confidence, copy.proposed, copy.source_id, copy.area]).toEqual(["b", "human", 1, false, undefined, undefined]);
});

test("stamps, order of keys, defaults and nulls are no content", () => {
  const told = { ...imported, updated_by: "bob", updated_at: 5, from_prediction: null, coco_id: null };
  expect(sameContent(imported, told)).toBe(true);
  expect(content(Object.fromEntries(Object.entries(imported).reverse()) as Annotation)).toBe(content(imported));
  expect(sameContent(imported, withBox(imported, [1, 2, 3, 4]))).toBe(false);
});

test("operations say the least that makes one of the other", () => {
  const offered = { ...made("p", "car", { box: [0, 0, 5, 5] }), proposed: true, confidence: 0.7 };
  expect(operation(null, imported)).toEqual({ op: "put", annotation: imported });
  expect(operation(imported, { ...imported, updated_at: 9 })).toBeNull();
  expect(operation(imported, null)).toEqual({ op: "remove", object_id: "a" });
  expect(operation(offered, { ...offered, proposed: false })).toEqual({ op: "accept", object_id: "p" });
  expect(operation(offered, null)).toEqual({ op: "reject-proposal", object_id: "p" });
  expect(operation(offered, withBox(offered, [1, 1, 5, 5]))?.op).toBe("put");
  expect(withBox(offered, [1, 1, 5, 5]).proposed).toBe(false);
  expect(withClass(imported, "dog").answers).toEqual({});
});

test("a merge takes what they alone changed and names what both did", () => {
  const one = (id: string, x: number) => made(id, "car", { box: [x, 0, 5, 5] });
  const base = new Map(["a", "b", "c", "d", "e"].map((id) => [id, one(id, 0)]));
  const mine = new Map([["a", one("a", 1)], ["b", one("b", 0)], ["c", one("c", 1)], ["e", one("e", 2)], ["f", one("f", 0)]]);
  const theirs = new Map([["a", one("a", 0)], ["b", one("b", 2)], ["c", one("c", 2)], ["d", one("d", 3)], ["e", one("e", 2)], ["g", one("g", 0)]]);
  const found = merge(base, (id) => mine.get(id) ?? null, theirs);
  expect(found.take.map(([id]) => id).sort()).toEqual(["b", "c", "d", "g"]);
  expect(found.clashes.map(({ id, mine: my }) => [id, my?.shapes?.["0"]?.box?.[0]])).toEqual([["c", 1], ["d", undefined]]);
});
