/** The revisions of the open labels: their list, and one of them in an editor of its own in which nothing can be changed. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, data, type Schemas } from "@/api/client";
import { Editor } from "@/canvas/editor";
import { readRevision, type Row } from "./api";
import { useSignal } from "./hooks";
import type { TaskSession } from "./session";

export type Revision = Schemas["LabelRevision"];

const PAGE = 50;

/** Newest first, page by page; asked again after each save. */
export function useRevisions(session: TaskSession) {
  useSignal(session.autosave.state);
  const { project, item, branch } = session.task.get();
  return useInfiniteQuery({
    queryKey: ["label-history", project, item, branch, session.autosave.rev],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => data(api.GET("/api/v1/projects/{project_id}/labels/{item_id}/history", { params: { path: { project_id: project, item_id: item }, query: { branch, limit: PAGE, cursor: pageParam } }, signal })),
    getNextPageParam: (last) => last.cursor ?? null,
  });
}

export interface Old {
  row: Row;
  editor: Editor;
}

/** A revision to look at, where one is asked for. */
export function useOld(session: TaskSession, rev: number | undefined) {
  const { project, item, branch } = session.task.get();
  const query = useQuery({
    queryKey: ["label-revision", project, item, branch, rev],
    enabled: rev !== undefined,
    staleTime: Infinity,
    queryFn: ({ signal }) => readRevision(project, item, branch, rev ?? 0, signal),
  });
  const row = rev === undefined ? undefined : query.data;
  const old = useMemo((): Old | null => {
    if (!row) return null;
    const { ontology, editor: now } = session;
    const editor = new Editor({ classes: ontology.classes, picture: now.picture, newId: () => session.newId() });
    editor.store.set((row.annotations ?? []).map((one) => [one.object_id, one]), "remote");
    editor.screen = now.screen;
    editor.viewport.set(now.view);
    return { row, editor };
  }, [row, session]);
  return { old, error: rev === undefined ? null : query.error, retry: () => void query.refetch() };
}
