import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, data, type Schemas } from "@/api/client";
import { uploadFile } from "@/api/files";
import { everyPage } from "@/api/pages";
import { useJobStarted } from "@/shared";

export type Model = Schemas["Model"];
export type PredictionSet = Schemas["PredictionSet"];

export function useModels() {
  return useQuery({ queryKey: ["models"], queryFn: ({ signal }) => everyPage<Model>((cursor) => data(api.GET("/api/v1/models", { params: { query: { cursor, limit: 200 } }, signal }))) });
}

export function usePredictionSet(id: string) {
  return useQuery({
    queryKey: ["prediction-sets", id],
    queryFn: ({ signal }) => data(api.GET("/api/v1/prediction-sets/{set_id}", { params: { path: { set_id: id } }, signal })),
  });
}

/** The exports of a project that are done: each has a ledger of image ids. */
export function useExports(project: string | null) {
  return useQuery({
    queryKey: ["projects", project, "exports"],
    enabled: !!project,
    queryFn: ({ signal }) => data(api.GET("/api/v1/projects/{project_id}/exports", { params: { path: { project_id: project ?? "" }, query: { limit: 50 } }, signal })),
  });
}

export interface ImportWish {
  model: { name: string; version: string };
  file: File;
  name: string;
  project: string;
  ledger: { kind: "project" } | { kind: "export"; id: string } | { kind: "file"; file: File };
  run_on: "ledger" | "predicted";
  dry_run: boolean;
}

/** Name the model, send the files, start the job. */
export function useImport() {
  const client = useQueryClient();
  const started = useJobStarted();
  return useMutation({
    mutationFn: async (wish: ImportWish) => {
      const model = await data(api.POST("/api/v1/models", { body: wish.model }));
      const upload = await uploadFile(wish.file);
      const ledger =
        wish.ledger.kind === "project" ? { project: wish.project } : wish.ledger.kind === "export" ? { export: wish.ledger.id } : { upload: await uploadFile(wish.ledger.file) };
      return data(api.POST("/api/v1/prediction-sets", { body: { upload, model: model.id, name: wish.name, ledger, project: wish.project, run_on: wish.run_on, dry_run: wish.dry_run } }));
    },
    onSuccess: () => {
      started();
      return client.invalidateQueries({ queryKey: ["models"] });
    },
  });
}

export function useImported() {
  const client = useQueryClient();
  return () => void client.invalidateQueries({ queryKey: ["prediction-sets"] });
}
