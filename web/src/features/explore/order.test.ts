import { QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { sharedResult, tellOrder } from "./api";

const view = { filter: [], sort: "-width", text: undefined, like: undefined };
const next = { ...view, filter: [{ set: "abcd" }] };
const key = (filter: unknown, of = view) => ["explore", "order", filter, of.sort, of.text, of.like];
const told = (client: QueryClient, of = view) => client.getQueryData<{ order: Uint32Array }>(key({ set: "abcd" }, of))?.order;

test("a set on top of a known order keeps that order, and is not asked for", () => {
  const client = new QueryClient();
  client.setQueryData(key(null), { order: new Uint32Array([9, 2, 7, 4]), reason: null, known: null });
  tellOrder(client, view, next, new Uint32Array([2, 4, 5]));
  expect([...(told(client) ?? [])]).toEqual([2, 4]);
});

test("nothing is told of an order that is not known, or that likeness cut", () => {
  const client = new QueryClient();
  tellOrder(client, view, next, new Uint32Array([2]));
  expect(told(client)).toBeUndefined();
  const words = { ...view, text: "a red car" as unknown as undefined };
  client.setQueryData(key(null, words), { order: new Uint32Array([1, 2]), reason: null, known: null });
  tellOrder(client, words, { ...words, filter: next.filter }, new Uint32Array([2]));
  expect(told(client, words)).toBeUndefined();
});

const result = (order: number[], asked = "a") => ({ order: new Uint32Array(order), reason: null, known: null, asked });

test("the same answer once more is the one that is held already, so that nothing is drawn anew", () => {
  const held = result([3, 1, 2]);
  expect(sharedResult(held, result([3, 1, 2]))).toBe(held);
  expect(sharedResult(undefined, held)).toBe(held);
});

test("another order, another question or items that came along are a new answer", () => {
  const held = result([3, 1, 2]);
  for (const now of [result([3, 1]), result([1, 3, 2]), result([3, 1, 2], "b"), { ...result([3, 1, 2]), known: new Map() }]) expect(sharedResult(held, now)).toBe(now);
});

test("an order that was told is known by what would have been asked", () => {
  const client = new QueryClient();
  client.setQueryData(key(null), result([9, 2]));
  tellOrder(client, view, next, new Uint32Array([2]));
  const said = client.getQueryData<{ asked: string }>(key({ set: "abcd" }));
  expect(said?.asked).toBe(JSON.stringify(key({ set: "abcd" })));
});
