import { describe, expect, it } from "vitest";
import { byNumber, change, mostConfused, share } from "./figures";

describe("figures", () => {
  it("writes COCO's −1 as nothing to say", () => {
    expect([share(-1), share(null), share(0), share(0.34567)]).toEqual(["–", "–", "0.000", "0.346"]);
    expect([change(0.00331), change(-0.5), change(0), change(null)]).toEqual(["+0.0033", "−0.5000", "±0.0000", "–"]);
  });

  it("sorts what is not known last, rising and falling", () => {
    const rows = [{ ap: -1 }, { ap: 0.2 }, { ap: null }, { ap: 0.7 }];
    expect([...rows].sort(byNumber((one) => one.ap, true)).map((one) => one.ap)).toEqual([0.7, 0.2, -1, null]);
    expect([...rows].sort(byNumber((one) => one.ap, false)).map((one) => one.ap)).toEqual([0.2, 0.7, -1, null]);
  });

  it("picks the classes that are confused most, in the matrix's order, and none that was never seen", () => {
    const matrix = [
      [5, 1, 0, 0],
      [0, 9, 0, 7],
      [0, 0, 0, 0],
      [0, 3, 0, 0],
    ];
    expect(mostConfused(matrix, 10)).toEqual([0, 1]);
    expect(mostConfused(matrix, 1)).toEqual([1]);
  });
});
