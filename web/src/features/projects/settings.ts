import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, data, type Schemas } from "@/api/client";
import { predictionSetsQuery, useJobStarted } from "@/shared";
import { type Project, useProjectChanged } from "./api";

export function useOntology(id: string) {
  return useQuery({ queryKey: ["ontologies", id], queryFn: ({ signal }) => data(api.GET("/api/v1/ontologies/{ontology_id}", { params: { path: { ontology_id: id } }, signal })) });
}

/** Another version of what a project works on; a collection's items come in by a dataset of their own. */
export interface Attach {
  dataset: string;
  version: number | null;
}

/** Have the project work on exactly these; answers the job that opens and archives tasks. */
export function useSetDatasets(project: string) {
  const changed = useProjectChanged();
  const started = useJobStarted();
  return useMutation({
    mutationFn: (datasets: readonly Attach[]) => data(api.PUT("/api/v1/projects/{project_id}/datasets", { params: { path: { project_id: project } }, body: { datasets: [...datasets] } })),
    onSuccess: () => {
      started();
      return changed();
    },
  });
}

/** A new dataset version with each collection at its newest; the dataset as it is then. */
export function usePinNewest() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (dataset_id: string) => data(api.POST("/api/v1/datasets/{dataset_id}/pin", { params: { path: { dataset_id } }, body: { message: "The newest of each collection" } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["datasets"] }),
  });
}

export function useMakeDataset() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (of: Schemas["Collection"]) => data(api.POST("/api/v1/datasets", { body: { title: of.name, pins: [{ collection: of.id, version: of.version ?? 1 }] } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["datasets"] }),
  });
}

/** What stands behind a version that a project works on: whether its dataset, or a collection of that, has gone on. */
export function isBehind(at: { dataset: string; version: number }, dataset: Schemas["Dataset"] | undefined, collections: readonly Schemas["Collection"][]): boolean {
  if (!dataset) return false;
  const newest = new Map(collections.map((one) => [one.id, one.version ?? 1]));
  return (dataset.version ?? 1) > at.version || hasNewer(dataset, newest);
}

/** A collection of the dataset has a newer version than the one that it pins. */
export function hasNewer(dataset: Schemas["Dataset"], newest: ReadonlyMap<string, number>): boolean {
  return (dataset.pins ?? []).some((pin) => (newest.get(pin.collection) ?? pin.version) > pin.version);
}

/** The prediction sets that can be offered in a project: whole, and of it or of none. */
export function useOffered(project: string) {
  return useQuery({
    ...predictionSetsQuery,
    select: (sets) => sets.filter((one) => one.state === "ready" && (!one.project || one.project === project)),
  });
}

export function useOffer(project: Project) {
  const started = useJobStarted();
  return useMutation({
    mutationFn: (body: Schemas["Offered"]) => data(api.POST("/api/v1/projects/{project_id}/pre-label", { params: { path: { project_id: project.id } }, body })),
    onSuccess: started,
  });
}
