import { keepPreviousData, type QueryClient, queryOptions, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, data, type Schemas } from "@/api/client";
import { fetchOrder } from "@/api/packed";
import { type Node, together, without } from "./nodes";
import type { View } from "./view";

export type FoundItem = Schemas["FoundItem"];
export type KnownField = Schemas["KnownField"];
export type Folder = Schemas["SeenFolder"];

const EXPLORE = "explore";
/** Items of one request of the grid. */
const BLOCK = 96;
const LIKE_LIMIT = 500;
const FRESH_MS = 10_000;

/** What the grid shows, in order; `reason` says why it is empty, where the search was by likeness. */
export interface Result {
  order: Uint32Array;
  reason: string | null;
  /** Items that came with the order. */
  known: Map<number, FoundItem> | null;
}

type Asked = Pick<View, "filter" | "sort" | "text" | "like">;

const orderKey = ({ filter, sort, text, like }: Asked) => [EXPLORE, "order", together(filter), sort, text, like] as const;

/**
 * The order of a filter that only adds a set to `before`: what is known of `before`'s order is enough to tell it, so that nobody
 * has to be asked. Nothing is told where that order is not at hand, or is one of likeness (which is cut).
 */
export function tellOrder(client: QueryClient, before: Asked, next: Asked, members: Uint32Array): void {
  const known = client.getQueryData<Result>(orderKey(before));
  if (!known || before.text !== undefined || before.like !== undefined) return;
  const isIn = new Uint8Array(1 + members.reduce((most, seq) => Math.max(most, seq), 0));
  for (const seq of members) isIn[seq] = 1;
  client.setQueryData<Result>(orderKey(next), { order: known.order.filter((seq) => isIn[seq] === 1), reason: null, known: null });
}

/** All maps of the workspace. */
export const mapsQuery = queryOptions({ queryKey: ["maps"], queryFn: ({ signal }) => data(api.GET("/api/v1/maps", { params: { query: { limit: 100 } }, signal })) });

export function useResult(view: Asked) {
  const filter = together(view.filter);
  return useQuery({
    queryKey: orderKey(view),
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
    queryFn: async ({ signal }): Promise<Result> => {
      if (view.like !== undefined || view.text !== undefined) {
        const said =
          view.like !== undefined
            ? await data(api.POST("/api/v1/search/similar", { body: { item: view.like, filter, limit: LIKE_LIMIT }, signal }))
            : await data(api.POST("/api/v1/search/text", { body: { text: view.text ?? "", filter, limit: LIKE_LIMIT }, signal }));
        return { order: Uint32Array.from(said.items, (one) => one.seq), reason: said.reason ?? null, known: new Map(said.items.map((one) => [one.seq, one])) };
      }
      return { order: await fetchOrder(filter, view.sort ?? null, signal), reason: null, known: null };
    },
  });
}

/** The items at places `from` to `to` of a result, asked for in blocks. */
export function useItemsAt(result: Result | undefined, from: number, to: number): (at: number) => FoundItem | undefined {
  const order = result?.order;
  const blocks = useMemo(() => {
    if (!order || result?.known) return [];
    const last = Math.min(to, order.length - 1);
    const found: Uint32Array[] = [];
    for (let at = Math.floor(from / BLOCK) * BLOCK; at <= last; at += BLOCK) found.push(order.slice(at, at + BLOCK));
    return found;
  }, [order, result, from, to]);
  const queries = useQueries({
    queries: blocks.map((seqs) => ({
      queryKey: [EXPLORE, "items", seqs.join(",")],
      queryFn: ({ signal }: { signal: AbortSignal }) => data(api.POST("/api/v1/search/items", { body: { seqs: [...seqs] }, signal })),
      staleTime: 60_000,
      gcTime: 120_000,
    })),
    combine: (all) => {
      const bySeq = new Map<number, FoundItem>();
      for (const one of all) for (const item of one.data ?? []) bySeq.set(item.seq, item);
      return bySeq;
    },
  });
  return (at) => {
    const seq = order?.[at];
    return seq === undefined ? undefined : (result?.known?.get(seq) ?? queries.get(seq));
  };
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
    queryFn: async ({ signal }) => {
      const said = await data(api.POST("/api/v1/search/facets", { body: { fields: [field], filter, limit }, signal }));
      return said.facets[0]?.values ?? [];
    },
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
  return useQuery({ queryKey: ["projects", "for-explore"], staleTime: 60_000, queryFn: ({ signal }) => data(api.GET("/api/v1/projects", { params: { query: { limit: 100 } }, signal })) });
}

/** Where files come from. */
export function useSources() {
  return useQuery({ queryKey: ["sources", "for-explore"], staleTime: 60_000, queryFn: ({ signal }) => data(api.GET("/api/v1/sources", { signal })) });
}

export function usePredictionSets() {
  return useQuery({ queryKey: ["prediction-sets", "for-explore"], staleTime: 60_000, queryFn: ({ signal }) => data(api.GET("/api/v1/prediction-sets", { params: { query: { limit: 100 } }, signal })) });
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
