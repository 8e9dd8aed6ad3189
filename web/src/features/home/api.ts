import { useQueries, useQuery } from "@tanstack/react-query";
import { api, data, type Schemas } from "@/api/client";

export type Project = Schemas["Project"];

/** How many items there are. */
export function useItemCount() {
  return useQuery({
    queryKey: ["home", "items"],
    queryFn: async ({ signal }) => (await data(api.POST("/api/v1/search", { body: { limit: 1 }, signal }))).total,
  });
}

/** What somebody holds or is assigned, by project. */
export function useTasksOf(member: string, projects: readonly Project[]) {
  return useQueries({
    queries: projects.map((project) => ({
      queryKey: ["projects", project.id, "tasks-of", member],
      queryFn: async ({ signal }: { signal: AbortSignal }) => {
        const page = await data(api.GET("/api/v1/projects/{project_id}/tasks", { params: { path: { project_id: project.id }, query: { assignee: member, limit: 50 } }, signal }));
        return page.items.filter((one) => one.status !== "completed" && one.status !== "archived").map((task) => ({ project, task }));
      },
    })),
    combine: (all) => ({ isPending: all.some((one) => one.isPending), error: all.find((one) => one.error)?.error ?? null, tasks: all.flatMap((one) => one.data ?? []) }),
  });
}

export function useItems(ids: readonly string[]) {
  const wanted = [...new Set(ids)].slice(0, 1_000);
  return useQuery({
    queryKey: ["items-by-id", wanted],
    enabled: wanted.length > 0,
    staleTime: 60_000,
    queryFn: async ({ signal }) => {
      const page = await data(api.POST("/api/v1/search", { body: { filter: { ids: wanted }, limit: wanted.length }, signal }));
      return new Map(page.items.map((one) => [one.id, one]));
    },
  });
}
