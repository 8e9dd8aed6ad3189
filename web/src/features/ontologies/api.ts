import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, data, type Schemas } from "@/api/client";
import { everyPage } from "@/api/pages";
import { ontologiesQuery } from "@/shared";

export type Ontology = Schemas["Ontology"];
export type OntologyClass = Schemas["OntologyClass"];
export type Attribute = Schemas["Attribute"];
export type Option = Schemas["Option"];
export type Change = Schemas["OntologyChanges"]["changes"][number];

const KEY = "ontologies";

export function useOntologies() {
  return useQuery(ontologiesQuery);
}

export function useOntology(id: string) {
  return useQuery({ queryKey: [KEY, id], queryFn: ({ signal }) => data(api.GET("/api/v1/ontologies/{ontology_id}", { params: { path: { ontology_id: id } }, signal })) });
}

export function useOntologyVersions(id: string) {
  return useQuery({
    queryKey: [KEY, id, "versions"],
    queryFn: ({ signal }) =>
      everyPage<Ontology>((cursor) => data(api.GET("/api/v1/ontologies/{ontology_id}/versions", { params: { path: { ontology_id: id }, query: { cursor, limit: 100 } }, signal })), 300),
  });
}

export function useCreateOntology() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => data(api.POST("/api/v1/ontologies", { body: { name, classes: [] } })),
    onSuccess: () => client.invalidateQueries({ queryKey: [KEY] }),
  });
}

/** Every save is one version. */
export function useChangeOntology(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (changes: Change[]) => data(api.POST("/api/v1/ontologies/{ontology_id}/changes", { params: { path: { ontology_id: id } }, body: { changes } })),
    onSuccess: (after) => {
      client.setQueryData([KEY, id], after);
      return client.invalidateQueries({ queryKey: [KEY] });
    },
  });
}
