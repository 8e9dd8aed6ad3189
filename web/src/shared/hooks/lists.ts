import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, data, type Schemas } from "@/api/client";
import { everyPage } from "@/api/pages";

/** What a workspace has a few hundred of, each list whole, and one query of it for all pages. */
export const projectsQuery = queryOptions({
  queryKey: ["projects", "all"],
  queryFn: ({ signal }) => everyPage<Schemas["Project"]>((cursor) => data(api.GET("/api/v1/projects", { params: { query: { cursor, limit: 200 } }, signal }))),
});

export const predictionSetsQuery = queryOptions({
  queryKey: ["prediction-sets", "all"],
  queryFn: ({ signal }) => everyPage<Schemas["PredictionSet"]>((cursor) => data(api.GET("/api/v1/prediction-sets", { params: { query: { cursor, limit: 200 } }, signal }))),
});

export const collectionsQuery = queryOptions({
  queryKey: ["collections", "whole"],
  queryFn: ({ signal }) => everyPage<Schemas["Collection"]>((cursor) => data(api.GET("/api/v1/collections", { params: { query: { cursor, limit: 200 } }, signal }))),
});

export const ontologiesQuery = queryOptions({
  queryKey: ["ontologies"],
  queryFn: ({ signal }) => everyPage<Schemas["Ontology"]>((cursor) => data(api.GET("/api/v1/ontologies", { params: { query: { cursor, limit: 200 } }, signal }))),
});

export const groupsQuery = queryOptions({
  queryKey: ["groups"],
  queryFn: ({ signal }) => everyPage<Schemas["Group"]>((cursor) => data(api.GET("/api/v1/groups", { params: { query: { cursor, limit: 200 } }, signal }))),
});

/** A list with the newest first, at most so many of them. */
export function newest<T extends { created_at: number }>(all: readonly T[], most = Infinity): T[] {
  return [...all].sort((a, b) => b.created_at - a.created_at).slice(0, most);
}

/** All projects that one sees. */
export function useProjects() {
  return useQuery(projectsQuery);
}

/** All prediction sets that one sees. */
export function usePredictionSets() {
  return useQuery(predictionSetsQuery);
}
