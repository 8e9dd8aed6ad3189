import { QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { tellOrder } from "./api";

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
