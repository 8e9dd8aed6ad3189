// @vitest-environment jsdom
import { expect, test } from "vitest";
import { made, type Annotation } from "../codec";
import { OVERSCAN_PX, pieceEnd, Plate } from "./plate";

const box = (n: number): Annotation => made(`b${n}`, "car", { box: [n, 0, 10, 10] });
const ring = (n: number, corners: number): Annotation => made(`r${n}`, "car", { polygon: [Array.from({ length: 2 * corners }, (_, at) => (at * 7) % 50)] });

test("a frame paints as many shapes as it has time for, and one at least", () => {
  const boxes = Array.from({ length: 25 }, (_, n) => box(n));
  expect([pieceEnd(boxes, 0, 10), pieceEnd(boxes, 10, 10), pieceEnd(boxes, 20, 10)]).toEqual([10, 20, 25]);
  expect(pieceEnd([ring(0, 160), box(1)], 0, 10)).toBe(1);
  expect(pieceEnd([ring(0, 16), ring(1, 16), ring(2, 16), ring(3, 16)], 0, 10)).toBe(3);
  expect(pieceEnd([], 0)).toBe(0);
});

test("a plate covers what lies around the screen too, and follows the view as it is", () => {
  const plate = new Plate();
  const screen = { width: 400, height: 300 };
  const picture = { width: 4_000, height: 3_000 };
  plate.view = { scale: 0.5, x: -600, y: -500 };
  expect(plate.part(screen)).toEqual({ x0: (600 - OVERSCAN_PX) / 0.5, y0: (500 - OVERSCAN_PX) / 0.5, x1: (1_000 + OVERSCAN_PX) / 0.5, y1: (800 + OVERSCAN_PX) / 0.5 });
  const seen = (x: number, y: number, scale = 0.5): boolean => plate.covers({ scale, x, y }, screen, picture);
  expect([seen(-600 + OVERSCAN_PX, -500), seen(-601 + OVERSCAN_PX + 2, -500), seen(-600, -500 - OVERSCAN_PX - 1)]).toEqual([true, false, false]);
  expect(seen(500, 400)).toBe(true); // nothing of the picture is on the screen
  expect(seen(-600, -500, 0.3)).toBe(false);
  expect(plate.follow({ scale: 1, x: -1_200, y: -990 })).toBe("translate(0px, 10px) scale(2)");
});
