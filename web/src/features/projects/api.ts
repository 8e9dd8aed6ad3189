import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, data, type Schemas } from "@/api/client";
import { takeAside, useJobStarted, useSession } from "@/shared";

export type Project = Schemas["Project"];
export type Task = Schemas["Task"];
export type Role = Schemas["ProjectRole"];
export type Progress = Schemas["Progress"];
export type LabelVersion = Schemas["LabelVersion"];

export const ROLES: readonly Role[] = ["admin", "manager", "reviewer", "annotator", "viewer"];
export const KEY = "projects";
const at = (project_id: string) => ({ path: { project_id } });

export function useProject(id: string) {
  return useQuery({ queryKey: [KEY, id], queryFn: ({ signal }) => data(api.GET("/api/v1/projects/{project_id}", { params: at(id), signal })) });
}

export function useProgress(id: string) {
  return useQuery({ queryKey: [KEY, id, "progress"], refetchInterval: 10_000, queryFn: ({ signal }) => data(api.GET("/api/v1/projects/{project_id}/progress", { params: at(id), signal })) });
}

export function useProjectMembers(id: string) {
  return useQuery({ queryKey: [KEY, id, "members"], queryFn: ({ signal }) => data(api.GET("/api/v1/projects/{project_id}/members", { params: at(id), signal })) });
}

/** What the signed-in person may do here: own roles and those of their groups; an admin of the workspace may all. */
export function useMyRoles(id: string): ReadonlySet<Role> {
  const { member } = useSession();
  const { data: members } = useProjectMembers(id);
  if (member.role === "admin") return new Set(ROLES);
  const subjects = new Set([`user:${member.id}`, ...(member.groups ?? []).map((one) => `group:${one}`)]);
  const roles = (members ?? []).filter((one) => subjects.has(one.subject)).flatMap((one) => one.roles);
  return new Set(roles.includes("admin") ? ROLES : roles);
}

export const leads = (roles: ReadonlySet<Role>) => roles.has("admin") || roles.has("manager");

/** Anything of a project changed: it, and every list that it stands in. */
export function useProjectChanged(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await Promise.all([[KEY], ["palette", KEY]].map((queryKey) => client.invalidateQueries({ queryKey })));
  };
}

export function useUpdateProject(id: string) {
  const changed = useProjectChanged();
  return useMutation({ mutationFn: (body: Schemas["ChangedProject"]) => data(api.PATCH("/api/v1/projects/{project_id}", { params: at(id), body })), onSuccess: changed });
}

export function useSetRoles(id: string) {
  const changed = useProjectChanged();
  return useMutation({
    mutationFn: ({ subject, roles }: { subject: string; roles: Role[] }): Promise<unknown> => {
      const params = { path: { project_id: id, subject } };
      return roles.length === 0
        ? data(api.DELETE("/api/v1/projects/{project_id}/members/{subject}", { params }))
        : data(api.PUT("/api/v1/projects/{project_id}/members/{subject}", { params, body: { roles } }));
    },
    onSuccess: changed,
  });
}

export interface QueueFilter {
  stage: string | undefined;
  status: Schemas["TaskStatus"] | undefined;
  assignee: string | undefined;
}

export function useTasks(id: string, filter: QueueFilter) {
  return useInfiniteQuery({
    queryKey: [KEY, id, "tasks", filter],
    placeholderData: keepPreviousData,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => data(api.GET("/api/v1/projects/{project_id}/tasks", { params: { path: { project_id: id }, query: { ...filter, limit: 100, cursor: pageParam } }, signal })),
    getNextPageParam: (page) => page.cursor,
  });
}

/** Names and thumbnails of items, by id. */
export function useItemsById(ids: readonly string[]) {
  const wanted = [...new Set(ids)].slice(0, 1_000);
  return useQuery({
    queryKey: ["items-by-id", wanted],
    enabled: wanted.length > 0,
    staleTime: 60_000,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const page = await data(api.POST("/api/v1/search", { body: { filter: { ids: wanted }, limit: wanted.length }, signal }));
      return new Map(page.items.map((one) => [one.id, one]));
    },
  });
}

export function useBulk(id: string) {
  const changed = useProjectChanged();
  return useMutation({ mutationFn: (body: Schemas["Many"]) => data(api.POST("/api/v1/projects/{project_id}/tasks/bulk", { params: at(id), body })), onSuccess: changed });
}

export function useReleaseTask(id: string) {
  const changed = useProjectChanged();
  return useMutation({
    mutationFn: (task: Task) => data(api.POST("/api/v1/projects/{project_id}/tasks/{task_id}/release", { params: { path: { project_id: id, task_id: task.id } }, body: { token: task.lease?.token } })),
    onSuccess: changed,
  });
}

/** The next task of a stage, leased to who asks; null where there is none to take. */
export function useClaimNext(id: string) {
  return useMutation({
    mutationFn: async (stage: string): Promise<Task | null> =>
      (await data<Task | undefined>(api.POST("/api/v1/projects/{project_id}/tasks/next", { params: { path: { project_id: id }, query: { stage }, header: { "idempotency-key": takeAside(id, stage) } } }))) ?? null,
  });
}

export function useIssues(id: string, state: Schemas["IssueState"]) {
  return useInfiniteQuery({
    queryKey: [KEY, id, "issues", state],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => data(api.GET("/api/v1/projects/{project_id}/issues", { params: { path: { project_id: id }, query: { state, limit: 50, cursor: pageParam } }, signal })),
    getNextPageParam: (page) => page.cursor,
  });
}

export function useChangeIssue(id: string) {
  const changed = useProjectChanged();
  return useMutation({
    mutationFn: ({ issue, to, text }: { issue: string; to: "resolve" | "reopen" | "comment"; text?: string }) => {
      const params = { path: { project_id: id, issue_id: issue } };
      if (to === "resolve") return data(api.POST("/api/v1/projects/{project_id}/issues/{issue_id}/resolve", { params }));
      if (to === "reopen") return data(api.POST("/api/v1/projects/{project_id}/issues/{issue_id}/reopen", { params }));
      return data(api.POST("/api/v1/projects/{project_id}/issues/{issue_id}/comments", { params, body: { text: text ?? "" } }));
    },
    onSuccess: changed,
  });
}

export function useLabelVersions(id: string, named: boolean) {
  return useInfiniteQuery({
    queryKey: [KEY, id, "label-versions", named],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => data(api.GET("/api/v1/projects/{project_id}/label-versions", { params: { path: { project_id: id }, query: { named, limit: 50, cursor: pageParam } }, signal })),
    getNextPageParam: (page) => page.cursor,
  });
}

export function useVersionDiff(id: string, since: string | undefined, version: string | undefined) {
  return useQuery({
    queryKey: [KEY, id, "label-versions", "diff", since, version],
    enabled: !!since && !!version,
    staleTime: Infinity,
    queryFn: ({ signal }) =>
      data(api.GET("/api/v1/projects/{project_id}/label-versions/{version_id}/diff", { params: { path: { project_id: id, version_id: version ?? "" }, query: { since: since ?? "" } }, signal })),
  });
}

export function useCutVersion(id: string) {
  const started = useJobStarted();
  return useMutation({ mutationFn: (body: Schemas["NewLabelVersion"]) => data(api.POST("/api/v1/projects/{project_id}/label-versions", { params: at(id), body })), onSuccess: started });
}

export function useRestoreVersion(id: string) {
  const started = useJobStarted();
  return useMutation({
    mutationFn: (version: string) => data(api.POST("/api/v1/projects/{project_id}/label-versions/{version_id}/restore", { params: { path: { project_id: id, version_id: version } } })),
    onSuccess: started,
  });
}
