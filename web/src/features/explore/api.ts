import { keepPreviousData, type QueryClient, queryOptions, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, data, type Schemas } from "@/api/client";
import { fetchOrder, fetchPoints } from "@/api/packed";
import { everyPage } from "@/api/pages";
import { predictionSetsQuery, projectsQuery } from "@/shared";
import { countsOf } from "./counts";
import { type Node, together, without } from "./nodes";
import type { View } from "./view";

export type FoundItem = Schemas["FoundItem"];
export type KnownField = Schemas["KnownField"];
export type Folder = Schemas["SeenFolder"];

const EXPLORE = "explore";
/** Items of one request of the grid. */
const BLOCK = 48;
/** Items that come with an order. */
const FIRST = 2 * BLOCK;
const LIKE_LIMIT = 500;
const FRESH_MS = 10_000;
const NONE = new Uint32Array(0);

/** What the grid shows, in order; `reason` says why it is empty, where the search was by likeness. */
export interface Result {
  order: Uint32Array;
  reason: string | null;
  /** Items that came with the order. */
  known: Map<number, FoundItem> | null;
  /** What was asked: the same for every answer to one view, however often it is asked again. */
  asked: string;
}

type Asked = Pick<View, "filter" | "sort" | "text" | "like">;

const orderKey = ({ filter, sort, text, like }: Asked) => [EXPLORE, "order", together(filter), sort, text, like] as const;

/** An answer that is as the one before is the one before: nothing is drawn anew because the same came again. */
export function sharedResult(before: Result | undefined, now: Result): Result {
  if (!before || before.known || now.known || before.asked !== now.asked || before.reason !== now.reason || before.order.length !== now.order.length) return now;
  return now.order.every((seq, at) => seq === before.order[at]) ? before : now;
}

/**
 * The order of a filter that only adds a set to `before`: what is known of `before`'s order is enough to tell it, so that nobody
 * has to be asked. Nothing is told where that order is not at hand, or is one of likeness (which is cut).
 */
export function tellOrder(client: QueryClient, before: Asked, next: Asked, members: Uint32Array): void {
  const known = client.getQueryData<Result>(orderKey(before));
  if (!known || before.text !== undefined || before.like !== undefined) return;
  const isIn = new Uint8Array(1 + members.reduce((most, seq) => Math.max(most, seq), 0));
  for (const seq of members) isIn[seq] = 1;
  client.setQueryData<Result>(orderKey(next), { order: known.order.filter((seq) => isIn[seq] === 1), reason: null, known: null, asked: JSON.stringify(orderKey(next)) });
}

/** All maps of the workspace. */
export const mapsQuery = queryOptions({ queryKey: ["maps"], queryFn: ({ signal }) => everyPage((cursor) => data(api.GET("/api/v1/maps", { params: { query: { cursor, limit: 200 } }, signal }))) });

/** The points of a map. */
export const pointsQuery = (map: string) => queryOptions({ queryKey: ["map-points", map], staleTime: 300_000, gcTime: 300_000, queryFn: ({ signal }) => fetchPoints(map, null, signal) });

export function useResult(view: Asked) {
  const client = useQueryClient();
  const filter = together(view.filter);
  const asked = JSON.stringify(orderKey(view));
  return useQuery({
    queryKey: orderKey(view),
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
    structuralSharing: (before, now) => sharedResult(before as Result | undefined, now as Result),
    queryFn: async ({ signal }): Promise<Result> => {
      if (view.like !== undefined || view.text !== undefined) {
        const said =
          view.like !== undefined
            ? await data(api.POST("/api/v1/search/similar", { body: { item: view.like, filter, limit: LIKE_LIMIT }, signal }))
            : await data(api.POST("/api/v1/search/text", { body: { text: view.text ?? "", filter, limit: LIKE_LIMIT }, signal }));
        return { order: Uint32Array.from(said.items, (one) => one.seq), reason: said.reason ?? null, known: new Map(said.items.map((one) => [one.seq, one])), asked };
      }
      const sort = view.sort ?? null;
      const [order, page] = await Promise.all([fetchOrder(filter, sort, signal), data(api.POST("/api/v1/search", { body: { filter, sort, limit: FIRST }, signal }))]);
      keepFirst(client, order, page.items);
      return { order, reason: null, known: null, asked };
    },
  });
}

/** Keep the items that came with an order as the answers to its first blocks, unless they changed between the two. */
function keepFirst(client: QueryClient, order: Uint32Array, items: readonly FoundItem[]): void {
  if (items.some((one, at) => one.seq !== order[at])) return;
  for (let at = 0; at < items.length; at += BLOCK) {
    const block = items.slice(at, at + BLOCK);
    if (block.length === BLOCK || at + block.length === order.length) client.setQueryData(itemsKey(order.slice(at, at + BLOCK)), block);
  }
}

const itemsKey = (seqs: Uint32Array) => [EXPLORE, "items", seqs.join(",")] as const;

/** The items at places `from` to `to` of a result, asked for in blocks. */
export function useItemsAt(result: Result | undefined, from: number, to: number): (at: number) => FoundItem | undefined {
  const order = result?.order;
  const begin = Math.floor(from / BLOCK);
  const end = order && !result?.known ? Math.floor(Math.min(to, order.length - 1) / BLOCK) : -1;
  const blocks = useMemo(() => Array.from({ length: Math.max(0, end - begin + 1) }, (_, at) => (order ?? NONE).slice((begin + at) * BLOCK, (begin + at + 1) * BLOCK)), [order, begin, end]);
  const queries = useMemo(
    () =>
      blocks.map((seqs) => ({
        queryKey: itemsKey(seqs),
        queryFn: ({ signal }: { signal: AbortSignal }) => data(api.POST("/api/v1/search/items", { body: { seqs: [...seqs] }, signal })),
        staleTime: 60_000,
        gcTime: 120_000,
      })),
    [blocks],
  );
  const found = useQueries({ queries, combine: bySeq });
  return (at) => {
    const seq = order?.[at];
    return seq === undefined ? undefined : (result?.known?.get(seq) ?? found.get(seq));
  };
}

function bySeq(all: readonly { data?: readonly FoundItem[] | undefined }[]): ReadonlyMap<number, FoundItem> {
  return new Map(all.flatMap((one) => (one.data ?? []).map((item) => [item.seq, item] as const)));
}

export function useFields() {
  return useQuery({ queryKey: ["fields"], staleTime: 60_000, queryFn: ({ signal }) => data(api.GET("/api/v1/search/fields", { signal })) });
}

/** How many of the filter's items have each value; a field's own tokens are left out, so that more values can be added. */
export function useFacet(nodes: readonly Node[], field: string, limit = 100, enabled = true) {
  const filter = together(without(nodes, field));
  return useQuery({
    queryKey: [EXPLORE, "facet", field, filter, limit],
    enabled,
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
    queryFn: ({ signal }) => countsOf(field, filter, limit, signal),
  });
}

export function useHistogram(nodes: readonly Node[], field: string, enabled: boolean) {
  const filter = together(without(nodes, field));
  return useQuery({
    queryKey: [EXPLORE, "histogram", field, filter],
    enabled,
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
    queryFn: ({ signal }) => data(api.POST("/api/v1/search/histogram", { body: { field, filter, bins: 24 }, signal })),
  });
}

export function useFolders() {
  return useQuery({
    queryKey: ["folders"],
    staleTime: FRESH_MS,
    queryFn: async ({ signal }) => {
      const found: Folder[] = [];
      let cursor: string | null = null;
      do {
        const page: Schemas["PageOf_SeenFolder_"] = await data(api.GET("/api/v1/folders", { params: { query: { cursor } }, signal }));
        found.push(...page.items);
        cursor = page.cursor ?? null;
      } while (cursor);
      return found;
    },
  });
}

export function useProjects() {
  return useQuery({ ...projectsQuery, staleTime: 60_000 });
}

/** Where files come from. */
export function useSources() {
  return useQuery({ queryKey: ["sources", "all"], staleTime: 60_000, queryFn: ({ signal }) => data(api.GET("/api/v1/sources", { signal })) });
}

export function usePredictionSets() {
  return useQuery({ ...predictionSetsQuery, staleTime: 60_000 });
}

/** The newest version of an ontology that a project uses. */
export function useOntologyVersion(id: string | undefined, version: number | undefined) {
  return useQuery({
    queryKey: ["ontology-version", id, version],
    enabled: !!id && !!version,
    staleTime: Infinity,
    queryFn: ({ signal }) => data(api.GET("/api/v1/ontologies/{ontology_id}/versions/{number}", { params: { path: { ontology_id: id ?? "", number: version ?? 1 } }, signal })),
  });
}

/** Call when items changed: everything of the explorer is asked again. */
export function useExploreChanged(): () => void {
  const client = useQueryClient();
  return () => {
    void client.invalidateQueries({ queryKey: [EXPLORE] });
    void client.invalidateQueries({ queryKey: ["item"] });
  };
}
