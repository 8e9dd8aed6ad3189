import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, data, type Schemas } from "@/api/client";

export type Collection = Schemas["Collection"];
export type Version = Schemas["CollectionVersion"];

const KEY = "collections";

export function useCollections() {
  return useInfiniteQuery({
    queryKey: [KEY, "all"],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => data(api.GET("/api/v1/collections", { params: { query: { limit: 100, cursor: pageParam } }, signal })),
    getNextPageParam: (page) => page.cursor,
  });
}

export function useCollection(id: string) {
  return useQuery({ queryKey: [KEY, id], queryFn: ({ signal }) => data(api.GET("/api/v1/collections/{collection_id}", { params: { path: { collection_id: id } }, signal })) });
}

export function useVersions(id: string) {
  return useInfiniteQuery({
    queryKey: [KEY, id, "versions"],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      data(api.GET("/api/v1/collections/{collection_id}/versions", { params: { path: { collection_id: id }, query: { limit: 50, cursor: pageParam } }, signal })),
    getNextPageParam: (page) => page.cursor,
  });
}

export function useDiff(id: string, before: number | undefined, after: number | undefined) {
  return useQuery({
    queryKey: [KEY, id, "diff", before, after],
    enabled: before !== undefined && after !== undefined,
    staleTime: Infinity,
    queryFn: ({ signal }) =>
      data(api.GET("/api/v1/collections/{collection_id}/diff", { params: { path: { collection_id: id }, query: { before: before ?? 1, after: after ?? 1 } }, signal })),
  });
}

export function useRestore(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { version: number; parent: number }) => data(api.POST("/api/v1/collections/{collection_id}/restore", { params: { path: { collection_id: id } }, body })),
    onSuccess: () => client.invalidateQueries({ queryKey: [KEY] }),
  });
}

export function useChange(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas["CollectionChange"]) => data(api.PATCH("/api/v1/collections/{collection_id}", { params: { path: { collection_id: id } }, body })),
    onSuccess: () => client.invalidateQueries({ queryKey: [KEY] }),
  });
}

export function useMakeDataset() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (of: { title: string; collection: string; version: number }) =>
      data(api.POST("/api/v1/datasets", { body: { title: of.title, pins: [{ collection: of.collection, version: of.version }] } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["datasets"] }),
  });
}
