/** What the editor asks of the API. */
import { queryOptions } from "@tanstack/react-query";
import { api, data, type Schemas } from "@/api/client";
import type { Operation } from "@/canvas/codec";

export type Task = Schemas["Task"];
export type Project = Schemas["Project"];
export type Issue = Schemas["Issue"];
export type Verdict = Schemas["Verdict"];
export type Item = Schemas["Item"];
export type Ontology = Schemas["Ontology"];
export type Row = Schemas["LabelRow"];

const path = (project: string, task: string) => ({ project_id: project, task_id: task });

export const projectQuery = (project: string) =>
  queryOptions({ queryKey: ["project", project], queryFn: ({ signal }) => data(api.GET("/api/v1/projects/{project_id}", { params: { path: { project_id: project } }, signal })) });

export const ontologyQuery = (id: string, version: number) =>
  queryOptions({
    queryKey: ["ontology", id, version],
    staleTime: Infinity,
    queryFn: ({ signal }) => data(api.GET("/api/v1/ontologies/{ontology_id}/versions/{number}", { params: { path: { ontology_id: id, number: version } }, signal })),
  });

export const itemQuery = (item: string) => queryOptions({ queryKey: ["item", item], queryFn: ({ signal }) => data(api.GET("/api/v1/items/{item_id}", { params: { path: { item_id: item } }, signal })) });

export const issuesQuery = (project: string, item: string) =>
  queryOptions({
    queryKey: ["issues", project, item],
    queryFn: async ({ signal }) => (await data(api.GET("/api/v1/projects/{project_id}/issues", { params: { path: { project_id: project }, query: { item, limit: 200 } }, signal }))).items,
  });

export const verdictsQuery = (project: string, task: string) =>
  queryOptions({ queryKey: ["verdicts", project, task], queryFn: ({ signal }) => data(api.GET("/api/v1/projects/{project_id}/tasks/{task_id}/verdicts", { params: { path: path(project, task) }, signal })) });

/** The folders from the top down; none where the person may not see them. */
export const folderPathQuery = (folder: string) =>
  queryOptions({ queryKey: ["folder-path", folder], retry: false, queryFn: ({ signal }) => data(api.GET("/api/v1/folders/{folder_id}/path", { params: { path: { folder_id: folder } }, signal })) });

/** The address of the picture's own file, good for an hour. */
export async function addressOf(item: string): Promise<string> {
  const [found] = await data(api.POST("/api/v1/items/originals", { body: { items: [item] } }));
  if (!found?.url) throw new Error(found?.reason ?? "The picture has no file.");
  return found.url;
}

export const readTask = (project: string, task: string) => data(api.GET("/api/v1/projects/{project_id}/tasks/{task_id}", { params: { path: path(project, task) } }));

export const claim = (project: string, task: string) => data(api.POST("/api/v1/projects/{project_id}/tasks/{task_id}/claim", { params: { path: path(project, task) } }));

export const renew = (project: string, task: string, token: number | null) =>
  data(api.POST("/api/v1/projects/{project_id}/tasks/{task_id}/renew", { params: { path: path(project, task) }, body: { token } }));

/** Take the next task of a stage; null: nothing waits. Under one `key` it is the same task. */
export async function claimNext(project: string, stage: string, key?: string): Promise<Task | null> {
  return (await data(api.POST("/api/v1/projects/{project_id}/tasks/next", { params: { path: { project_id: project }, query: { stage }, header: { "idempotency-key": key } } }))) ?? null;
}

/** `unused`: it was taken ahead; whom it is assigned to, it stays with. */
export const release = (project: string, task: string, token: number | null, unused = false) =>
  data(api.POST("/api/v1/projects/{project_id}/tasks/{task_id}/release", { params: { path: path(project, task) }, body: { token, unused }, keepalive: true }));

export const skip = (project: string, task: string, token: number | null) =>
  data(api.POST("/api/v1/projects/{project_id}/tasks/{task_id}/skip", { params: { path: path(project, task) }, body: { token } }));

export const submit = (project: string, task: string, token: number | null, rev: number) =>
  data(api.POST("/api/v1/projects/{project_id}/tasks/{task_id}/submit", { params: { path: path(project, task) }, body: { token, rev } }));

export const approve = (project: string, task: string, token: number | null, rev: number) =>
  data(api.POST("/api/v1/projects/{project_id}/tasks/{task_id}/approve", { params: { path: path(project, task) }, body: { token, rev } }));

export const reject = (project: string, task: string, token: number | null, rev: number, reason: string) =>
  data(api.POST("/api/v1/projects/{project_id}/tasks/{task_id}/reject", { params: { path: path(project, task) }, body: { token, rev, reason, tags: [] } }));

export const judge = (project: string, task: string, token: number | null, object_id: string, opinion: "approved" | "rejected", reason: string) =>
  data(api.POST("/api/v1/projects/{project_id}/tasks/{task_id}/verdicts", { params: { path: path(project, task) }, body: { token, object_id, opinion, reason } }));

export const readLabels = (project: string, item: string, branch: string) =>
  data(api.GET("/api/v1/projects/{project_id}/labels/{item_id}", { params: { path: { project_id: project, item_id: item }, query: { branch } } })) as Promise<Row>;

export const readRevision = (project: string, item: string, branch: string, rev: number, signal: AbortSignal) =>
  data(api.GET("/api/v1/projects/{project_id}/labels/{item_id}", { params: { path: { project_id: project, item_id: item }, query: { branch, rev } }, signal })) as Promise<Row>;

export const restoreLabels = (project: string, item: string, branch: string, body: { rev: number; base_rev: number; token: number | null }) =>
  data(api.POST("/api/v1/projects/{project_id}/labels/{item_id}/restore", { params: { path: { project_id: project, item_id: item }, query: { branch } }, body })) as Promise<Schemas["SavedLabels"]>;

export const saveLabels = (project: string, item: string, branch: string, request: string, body: { base_rev: number; operations: Operation[]; token: number | null }) =>
  data(
    api.POST("/api/v1/projects/{project_id}/labels/{item_id}", {
      params: { path: { project_id: project, item_id: item }, query: { branch }, header: { "idempotency-key": request } },
      body,
    }),
  ) as Promise<Schemas["SavedLabels"]>;

export const raiseIssue = (project: string, item: string, text: string, anchor: { x?: number; y?: number; object_id?: string }) =>
  data(api.POST("/api/v1/projects/{project_id}/issues", { params: { path: { project_id: project } }, body: { item, text, anchor: { part: 0, ...anchor }, tags: [] } }));

export const comment = (project: string, issue: string, text: string) =>
  data(api.POST("/api/v1/projects/{project_id}/issues/{issue_id}/comments", { params: { path: { project_id: project, issue_id: issue } }, body: { text } }));

export const turnIssue = (project: string, issue: string, to: "resolve" | "reopen") =>
  data(
    to === "resolve"
      ? api.POST("/api/v1/projects/{project_id}/issues/{issue_id}/resolve", { params: { path: { project_id: project, issue_id: issue } } })
      : api.POST("/api/v1/projects/{project_id}/issues/{issue_id}/reopen", { params: { path: { project_id: project, issue_id: issue } } }),
  );
