import { keepPreviousData, useInfiniteQuery, useMutation, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, data, type Schemas } from "@/api/client";
import { everyPage } from "@/api/pages";
import { useJobStarted } from "@/shared";

export type Evaluation = Schemas["Evaluation"];
export type ClassReport = Schemas["ClassReport"];
export type Point = { iou_threshold: number | undefined; confidence: number | undefined };

const KEY = "evaluations";
const FOREVER = { staleTime: Infinity, placeholderData: keepPreviousData } as const;

/** The evaluations of some projects, the newest first. */
export function useEvaluations(projects: readonly string[]) {
  return useQueries({
    queries: projects.map((project_id) => ({
      queryKey: [KEY, "of", project_id],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        everyPage<Evaluation>((cursor) => data(api.GET("/api/v1/projects/{project_id}/evaluations", { params: { path: { project_id }, query: { limit: 200, cursor } }, signal }))),
      refetchInterval: (query: { state: { data?: Evaluation[] } }) => (query.state.data?.some((one) => one.state === "requested") ? 1_500 : (false as const)),
    })),
    combine: (all) => ({
      isPending: all.some((one) => one.isPending),
      error: all.find((one) => one.error)?.error ?? null,
      found: all.flatMap((one) => one.data ?? []).sort((a, b) => (b.created_at ?? 0) - (a.created_at ?? 0)),
      refetch: () => all.forEach((one) => void one.refetch()),
    }),
  });
}

export function useLabelVersions(project: string | null) {
  return useQuery({
    queryKey: ["projects", project, "label-versions", "for-evaluations"],
    enabled: !!project,
    queryFn: ({ signal }) =>
      everyPage<Schemas["LabelVersion"]>((cursor) => data(api.GET("/api/v1/projects/{project_id}/label-versions", { params: { path: { project_id: project ?? "" }, query: { named: true, limit: 200, cursor } }, signal }))),
  });
}

export function useStartEvaluation() {
  const client = useQueryClient();
  const started = useJobStarted();
  return useMutation({
    mutationFn: (body: Schemas["NewEvaluation"]) => data(api.POST("/api/v1/evaluations", { body })),
    onSuccess: () => {
      started();
      return client.invalidateQueries({ queryKey: [KEY] });
    },
  });
}

/** Ask again for what an evaluation that failed was asked for: of the same labels where their version has a name, else as they are now. */
export function useEvaluateAgain() {
  const client = useQueryClient();
  const started = useJobStarted();
  return useMutation({
    mutationFn: async (one: Evaluation) => {
      const { data: pinned } = await api.GET("/api/v1/projects/{project_id}/label-versions/{version_id}", { params: { path: { project_id: one.project, version_id: one.label_version } } });
      const body: Schemas["NewEvaluation"] = { project: one.project, prediction_set: one.prediction_set, label_version: pinned?.name ? one.label_version : null, iou_kind: one.iou_kind, filter: one.filter, operating_point: one.operating_point, name: one.name };
      return data(api.POST("/api/v1/evaluations", { body }));
    },
    onSuccess: () => {
      started();
      return client.invalidateQueries({ queryKey: [KEY] });
    },
  });
}

export function useEvaluation(id: string) {
  return useQuery({
    queryKey: [KEY, id],
    queryFn: ({ signal }) => data(api.GET("/api/v1/evaluations/{evaluation_id}", { params: { path: { evaluation_id: id } }, signal })),
    refetchInterval: (query) => (query.state.data?.state === "requested" ? 1_000 : false),
  });
}

export function useClasses(id: string, point: Point) {
  return useQuery({
    queryKey: [KEY, id, "classes", point],
    ...FOREVER,
    queryFn: ({ signal }) => data(api.GET("/api/v1/evaluations/{evaluation_id}/classes", { params: { path: { evaluation_id: id }, query: point }, signal })),
  });
}

export function useConfusion(id: string, point: Point) {
  return useQuery({
    queryKey: [KEY, id, "confusion", point],
    ...FOREVER,
    queryFn: ({ signal }) => data(api.GET("/api/v1/evaluations/{evaluation_id}/confusion", { params: { path: { evaluation_id: id }, query: point }, signal })),
  });
}

export function useCurve(id: string, class_id: string | undefined, iou_threshold: number | undefined) {
  return useQuery({
    queryKey: [KEY, id, "curve", class_id, iou_threshold],
    ...FOREVER,
    queryFn: ({ signal }) => data(api.GET("/api/v1/evaluations/{evaluation_id}/curve", { params: { path: { evaluation_id: id }, query: { class_id, iou_threshold } }, signal })),
  });
}

export function useSlices(id: string, by: string | undefined, point: Point) {
  return useQuery({
    queryKey: [KEY, id, "slices", by, point],
    enabled: !!by,
    ...FOREVER,
    queryFn: ({ signal }) => data(api.GET("/api/v1/evaluations/{evaluation_id}/slices", { params: { path: { evaluation_id: id }, query: { by: by ?? "", ...point } }, signal })),
  });
}

export function useFields() {
  return useQuery({ queryKey: ["fields"], staleTime: 60_000, queryFn: ({ signal }) => data(api.GET("/api/v1/search/fields", { signal })) });
}

export interface Cell {
  /** Class ids, "" for background; undefined: any. */
  truth: string | undefined;
  predicted: string | undefined;
  outcome: "tp" | "fp" | "fn" | undefined;
}

/** A row of what became of an object or a prediction, as far as the grid draws it. */
export interface Outcome {
  item_id: string;
  outcome: string;
  truth: string | null;
  predicted: string | null;
  object_id: string | null;
  row: number | null;
  confidence: number | null;
  iou: number | null;
  box_xywh: readonly [number, number, number, number];
}

export function useOutcomes(id: string, cell: Cell, point: Point) {
  return useInfiniteQuery({
    queryKey: [KEY, id, "outcomes", cell, point],
    ...FOREVER,
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam, signal }) => {
      const page = await data(api.GET("/api/v1/evaluations/{evaluation_id}/outcomes", { params: { path: { evaluation_id: id }, query: { ...cell, ...point, limit: 24, cursor: pageParam } }, signal }));
      return { items: page.items.map(outcomeOf), cursor: page.cursor ?? null };
    },
    getNextPageParam: (page) => page.cursor,
  });
}

export function useItems(ids: readonly string[]) {
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

/** The labels that the evaluation compared with, of some items. */
export function useTruths(evaluation: Evaluation, ids: readonly string[]) {
  const wanted = [...new Set(ids)];
  return useQueries({
    queries: wanted.map((item_id) => ({
      queryKey: ["label-version", evaluation.label_version, item_id],
      staleTime: Infinity,
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        data(
          api.GET("/api/v1/projects/{project_id}/label-versions/{version_id}/items/{item_id}", {
            params: { path: { project_id: evaluation.project, version_id: evaluation.label_version, item_id } },
            signal,
          }),
        ),
    })),
    combine: (all) => new Map(all.flatMap((one, at) => (one.data ? [[wanted[at] ?? "", one.data] as const] : []))),
  });
}

/** The labels of one item as they were compared with. */
export type Labels = ReturnType<typeof useTruths> extends Map<string, infer T> ? T : never;

export function useFailures(id: string, worst: number, point: Point) {
  return useQuery({
    queryKey: [KEY, id, "failures", worst, point],
    ...FOREVER,
    queryFn: ({ signal }) => data(api.GET("/api/v1/evaluations/{evaluation_id}/failures", { params: { path: { evaluation_id: id }, query: { worst, ...point } }, signal })),
  });
}

export function useCollect(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas["NewCollection"]) => data(api.POST("/api/v1/evaluations/{evaluation_id}/failures/collect", { params: { path: { evaluation_id: id } }, body })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["collections"] }),
  });
}

export function useSendBack(project: string) {
  const client = useQueryClient();
  const started = useJobStarted();
  return useMutation({
    mutationFn: (members: string) => data(api.POST("/api/v1/projects/{project_id}/send-back", { params: { path: { project_id: project } }, body: { members, priority: 1 } })),
    onSuccess: () => {
      started();
      return client.invalidateQueries({ queryKey: ["projects", project] });
    },
  });
}

export function useComparison(before: string, after: string) {
  return useQuery({
    queryKey: [KEY, before, "comparison", after],
    staleTime: Infinity,
    queryFn: ({ signal }) => data(api.GET("/api/v1/evaluations/{evaluation_id}/comparison", { params: { path: { evaluation_id: before }, query: { to: after } }, signal })),
  });
}

export type Change = "fixed" | "regressed";

/** The objects that only the later (fixed) or only the earlier evaluation (regressed) found. */
export function useChanged(before: string, after: string, change: Change, class_id: string | undefined) {
  return useInfiniteQuery({
    queryKey: [KEY, before, "changed", after, change, class_id],
    ...FOREVER,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      data(api.GET("/api/v1/evaluations/{evaluation_id}/comparison/objects", { params: { path: { evaluation_id: before }, query: { to: after, change, class_id, limit: 24, cursor: pageParam } }, signal })),
    getNextPageParam: (page) => page.cursor,
  });
}

function outcomeOf(row: Record<string, unknown>): Outcome {
  const text = (name: string) => (typeof row[name] === "string" ? row[name] : null);
  const number = (name: string) => (typeof row[name] === "number" ? row[name] : null);
  return {
    item_id: text("item_id") ?? "",
    outcome: text("outcome") ?? "",
    truth: text("class"),
    predicted: text("predicted_class"),
    object_id: text("object_id"),
    row: number("row"),
    confidence: number("confidence"),
    iou: number("iou"),
    box_xywh: [number("x") ?? 0, number("y") ?? 0, number("w") ?? 0, number("h") ?? 0],
  };
}
