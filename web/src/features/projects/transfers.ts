import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, data, type Schemas } from "@/api/client";
import { uploadFile } from "@/api/files";
import { isOpen, useJobStarted } from "@/shared";
import { KEY } from "./api";

export function useExports(id: string) {
  return useQuery({
    queryKey: [KEY, id, "exports"],
    queryFn: ({ signal }) => data(api.GET("/api/v1/projects/{project_id}/exports", { params: { path: { project_id: id }, query: { limit: 50 } }, signal })),
    refetchInterval: (query) => (query.state.data?.some(isOpen) ? 1_000 : false),
  });
}

export function useStartExport(id: string) {
  const client = useQueryClient();
  const started = useJobStarted();
  return useMutation({
    mutationFn: (body: Schemas["ExportRequest"]) => data(api.POST("/api/v1/projects/{project_id}/exports", { params: { path: { project_id: id } }, body })),
    onSuccess: () => {
      started();
      return client.invalidateQueries({ queryKey: [KEY, id, "exports"] });
    },
  });
}

/** The files of an export that is done. Their addresses hold for an hour, so they are asked for when they are shown. */
export function useExportFiles(job: string, enabled: boolean) {
  return useQuery({
    queryKey: [KEY, "export-files", job],
    enabled,
    staleTime: 30 * 60_000,
    queryFn: ({ signal }) => data(api.GET("/api/v1/exports/{job_id}/files", { params: { path: { job_id: job } }, signal })),
  });
}

export interface ImportWish extends Omit<Schemas["LabelImport"], "upload" | "ontology_upload"> {
  file: File;
  ontology: File | null;
}

/** Send the files, then start the job. */
export function useImportLabels(id: string) {
  const started = useJobStarted();
  return useMutation({
    mutationFn: async ({ file, ontology, ...body }: ImportWish) => {
      const upload = await uploadFile(file);
      const ontology_upload = ontology ? await uploadFile(ontology) : null;
      return data(api.POST("/api/v1/projects/{project_id}/imports", { params: { path: { project_id: id } }, body: { ...body, upload, ontology_upload } }));
    },
    onSuccess: started,
  });
}
