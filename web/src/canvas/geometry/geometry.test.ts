import { describe, expect, test } from "vitest";
import { boxBetween, boxEdgeHit, boxHandleAt, boxHit, boxMoved, boxReshaped, type Box } from "./box";
import { limitedMove, overlap, segmentDistance } from "./bounds";
import { Grid } from "./grid";
import { eachSpan, maskBounds, maskHit, maskPixels, runs, type Mask } from "./mask";
import { polygonArea, polygonBounds, polygonEdgeAt, polygonHit, polygonMoved, vertexAt, vertexInserted, vertexMoved, vertexRemoved } from "./polygon";

const PICTURE = { width: 100, height: 80 };

describe("boxes", () => {
  const box: Box = [10, 20, 30, 40];

  test("are hit inside and a little outside, on their edge only near it", () => {
    expect([boxHit(box, { x: 25, y: 40 }, 0), boxHit(box, { x: 8, y: 40 }, 3), boxHit(box, { x: 6, y: 40 }, 3)]).toEqual([true, true, false]);
    expect([boxEdgeHit(box, { x: 11, y: 40 }, 2), boxEdgeHit(box, { x: 25, y: 40 }, 2)]).toEqual([true, false]);
  });

  test("are drawn inside the picture, whichever corner comes first", () => {
    expect(boxBetween({ x: 90, y: 70 }, { x: -5, y: 200 }, PICTURE)).toEqual([0, 70, 90, 10]);
  });

  test("turn over when a handle is dragged across, and stop at the picture's edge", () => {
    expect(boxHandleAt(box, { x: 41, y: 61 }, 2)).toBe("se");
    expect(boxReshaped(box, "se", { x: 5, y: 10 }, PICTURE)).toEqual([5, 10, 5, 10]);
    expect(boxReshaped(box, "e", { x: 500, y: 0 }, PICTURE)).toEqual([10, 20, 90, 40]);
  });

  test("move no further than the picture", () => {
    expect(boxMoved(box, { x: 1_000, y: -1_000 }, PICTURE)).toEqual([70, 0, 30, 40]);
  });

  test("what an import left outside may come back, not go further", () => {
    expect(limitedMove({ x0: -10, y0: 0, x1: 10, y1: 10 }, { x: 5, y: 0 }, PICTURE)).toEqual({ x: 5, y: 0 });
    expect(limitedMove({ x0: -10, y0: 0, x1: 10, y1: 10 }, { x: -5, y: 0 }, PICTURE).x).toBeCloseTo(0);
  });
});

describe("polygons", () => {
  const triangle = [[0, 0, 20, 0, 0, 20]];

  test("are hit inside and near an edge, in any of their parts", () => {
    const two = [...triangle, [50, 50, 60, 50, 60, 60, 50, 60]];
    expect([polygonHit(two, { x: 5, y: 5 }, 0), polygonHit(two, { x: 55, y: 55 }, 0), polygonHit(two, { x: 30, y: 30 }, 1)]).toEqual([true, true, false]);
    expect(polygonHit(two, { x: 10.5, y: 10.5 }, 1)).toBe(true);
    expect(polygonBounds(two)).toEqual({ x0: 0, y0: 0, x1: 60, y1: 60 });
  });

  test("find the nearest vertex and edge", () => {
    expect(vertexAt(triangle, { x: 19, y: 1 }, 3)).toEqual({ ring: 0, at: 1 });
    expect(polygonEdgeAt(triangle, { x: 10, y: 1 }, 3)).toEqual({ ring: 0, at: 0 });
    expect(segmentDistance({ x: 5, y: 5 }, { x: 0, y: 0 }, { x: 0, y: 0 })).toBeCloseTo(Math.SQRT2 * 5);
  });

  test("gain, move and lose vertices without touching the original, and keep three", () => {
    const four = vertexInserted(triangle, { ring: 0, at: 0 }, { x: 10, y: 0 });
    expect(four).toEqual([[0, 0, 10, 0, 20, 0, 0, 20]]);
    expect(vertexMoved(four, { ring: 0, at: 1 }, { x: 10, y: -9 }, PICTURE)[0]?.slice(2, 4)).toEqual([10, 0]);
    expect(vertexRemoved(four, { ring: 0, at: 1 })).toEqual(triangle);
    expect(vertexRemoved(triangle, { ring: 0, at: 1 })).toBeNull();
    expect(triangle).toEqual([[0, 0, 20, 0, 0, 20]]);
  });

  test("keep their area when they move", () => {
    expect(polygonArea(triangle)).toBe(200);
    expect(polygonArea(polygonMoved(triangle, { x: 7, y: 9 }, PICTURE))).toBe(200);
  });
});

describe("masks", () => {
  /** 3 high, 4 wide, column-major: the middle row of columns 1 and 2, and the whole column 3. */
  const counted: Mask = { size: [3, 4], counts: [4, 1, 2, 1, 1, 3] };

  test("COCO's string says the same as its numbers", () => {
    expect([...runs({ size: [3, 4], counts: "4120O2" })]).toEqual([4, 1, 2, 1, 1, 3]);
    expect([...runs({ size: [100, 90], counts: "Pm3:j22N0lb4" })]).toEqual([4_000, 10, 90, 12, 88, 12, 4_788]);
  });

  test("spans, bounds and hits follow the columns", () => {
    const spans: number[][] = [];
    eachSpan(counted, (...span) => spans.push(span));
    expect(spans).toEqual([[1, 1, 2], [2, 1, 2], [3, 0, 3]]);
    expect(maskBounds(counted)).toEqual({ x0: 1, y0: 0, x1: 4, y1: 3 });
    expect([maskHit(counted, { x: 1.5, y: 1.5 }), maskHit(counted, { x: 1.5, y: 0.5 }), maskHit(counted, { x: 9, y: 1 })]).toEqual([true, false, false]);
    expect(maskBounds({ size: [3, 4], counts: [12] })).toBeNull();
  });

  test("pixels are row by row", () => {
    const { data, width, height } = maskPixels(counted, { x0: 1, y0: 0, x1: 4, y1: 3 }, [1, 2, 3, 4]);
    const on = Array.from({ length: width * height }, (_, i) => (data[4 * i + 3] === 4 ? 1 : 0));
    expect(on).toEqual([0, 0, 1, 1, 1, 1, 0, 0, 1]);
  });
});

test("the grid finds what a look at everything finds", () => {
  let state = 7;
  const random = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below;
  const grid = new Grid();
  const all = new Map<string, { x0: number; y0: number; x1: number; y1: number }>();
  for (let i = 0; i < 600; i += 1) {
    const [x, y] = [random(4_000) - 200, random(3_000) - 200];
    const bounds = { x0: x, y0: y, x1: x + random(i % 50 === 0 ? 6_000 : 200), y1: y + random(200) };
    const id = `o${random(400)}`;
    grid.set(id, bounds);
    all.set(id, bounds);
    if (i % 5 === 0) {
      grid.delete("o3");
      all.delete("o3");
    }
  }
  for (let i = 0; i < 50; i += 1) {
    const [x, y] = [random(4_000), random(3_000)];
    const area = { x0: x, y0: y, x1: x + random(900), y1: y + random(900) };
    const slow = [...all].filter(([, bounds]) => overlap(bounds, area)).map(([id]) => id);
    expect([...grid.query(area)].sort()).toEqual(slow.sort());
  }
});
