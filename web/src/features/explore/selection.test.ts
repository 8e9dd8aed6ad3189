import { expect, test } from "vitest";
import { clicked, everything, NOTHING, readChosen } from "./selection";

const order = new Uint32Array([40, 10, 30, 20, 50]);
const plain = { shift: false, ctrl: false };

test("a click chooses one, Ctrl adds and takes away, Shift runs in the order shown", () => {
  const one = clicked(NOTHING, order, 1, plain);
  expect([...one.seqs]).toEqual([10]);
  expect([...clicked(one, order, 3, { shift: true, ctrl: false }).seqs]).toEqual([10, 30, 20]);
  const two = clicked(one, order, 4, { shift: false, ctrl: true });
  expect([...two.seqs]).toEqual([10, 50]);
  expect([...clicked(two, order, 1, { shift: false, ctrl: true }).seqs]).toEqual([50]);
});

test("Shift after the anchor left the result chooses one", () => {
  const chosen = { seqs: new Set([99]), anchor: 99 };
  expect([...clicked(chosen, order, 0, { shift: true, ctrl: false }).seqs]).toEqual([40]);
});

test("everything is the whole order", () => {
  expect(everything(order).seqs.size).toBe(5);
});

test("an address says a selection by seqs or by a set", () => {
  expect(readChosen([1, 2, "x"])).toEqual([1, 2]);
  expect(readChosen("6ad95a50d12ce1a38d9c61e302c3da58396b2741")).toBe("6ad95a50d12ce1a38d9c61e302c3da58396b2741");
  expect(readChosen("../x")).toBeNull();
});
