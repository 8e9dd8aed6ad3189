/** What is done with a task as a whole; each ends in the next one. */
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { ApiError } from "@/api/client";
import type { Clash } from "@/canvas/merge";
import { notify, notifyError, taskPath } from "@/shared";
import { Ahead } from "./ahead";
import * as ask from "./api";
import type { TaskSession } from "./session";

const AHEAD_AFTER_MS = 2_500;

export interface Work {
  busy: string | null;
  submit: () => void;
  skip: () => void;
  release: () => void;
  approve: () => void;
  /** Throws why it could not be done, to be said where the reason is asked. */
  sendBack: (reason: string) => Promise<void>;
}

export function useWork(session: TaskSession, isOld: boolean, onUnfinished: (objectId: string) => void): Work {
  const navigate = useNavigate();
  const client = useQueryClient();
  const [busy, setBusy] = useState<string | null>(null);
  const { project, stage, id } = session.task.get();
  const ahead = useMemo(() => new Ahead(client, project, stage), [client, project, stage]);
  const isOnward = useRef(false);

  useEffect(() => {
    if (session.mode.get().kind === "view") return undefined;
    const timer = setTimeout(() => ahead.fetch(), AHEAD_AFTER_MS);
    const drop = (): void => ahead.drop();
    window.addEventListener("pagehide", drop);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("pagehide", drop);
      if (!isOnward.current) ahead.drop();
    };
  }, [ahead, session]);

  const onward = useCallback(async () => {
    isOnward.current = true;
    for (const key of ["issues", "verdicts", "tasks", "project", "projects"]) void client.invalidateQueries({ queryKey: [key], refetchType: "none" });
    const next = await ahead.next();
    if (next) {
      await navigate({ to: taskPath(project, next.id) });
      return;
    }
    notify("Nothing else waits for you in this stage.");
    await navigate({ to: `/projects/${project}` as string });
  }, [ahead, client, navigate, project]);

  /** Save, do it, go on; throws what is in the way of doing it. */
  const finish = useCallback(
    async (name: string, act: () => Promise<unknown>, done: string, handsOver = false) => {
      if (busy) return;
      setBusy(name);
      try {
        if (!(await session.autosave.flush())) throw new Error(`Not yet: ${session.autosave.state.get().sentence || "your changes are not saved."}`);
        const open = handsOver && inTheWay(session.autosave.clashes.get(), isOld);
        if (open) throw new Error(open);
        await act();
        notify(done);
        await onward().catch(notifyError);
      } catch (error) {
        if (error instanceof ApiError && error.status === 409) await catchUp(session);
        const first = problemsOf(error)[0];
        if (first) onUnfinished(first);
        throw error;
      } finally {
        setBusy(null);
      }
    },
    [busy, isOld, onUnfinished, onward, session],
  );
  const say = (finished: Promise<void>): void => void finished.catch(notifyError);

  const { autosave } = session;
  return {
    busy,
    submit: () => say(finish("submit", () => ask.submit(project, id, session.token, autosave.rev), "Submitted.", true)),
    skip: () => say(finish("skip", () => ask.skip(project, id, session.token), "Skipped: the task is at the end of the queue.")),
    release: () => say(finish("release", () => ask.release(project, id, session.token), "Given back: anybody may take the task.")),
    approve: () => say(finish("approve", () => ask.approve(project, id, session.token, autosave.rev), "Approved.", true)),
    sendBack: async (reason) => {
      if (busy) throw new Error("Something else is being done with the task. Try again in a moment.");
      await finish("reject", () => ask.reject(project, id, session.token, autosave.rev, reason), "Sent back to its annotator.");
    },
  };
}

/** What a person must settle before the labels are handed over: they would go on without what is not on the screen. */
export function inTheWay(clashes: readonly Clash[], isOld: boolean): string | null {
  if (isOld) return "Not yet: an older revision is shown. Restore it, or go back to now.";
  if (clashes.length === 0) return null;
  return `Not yet: somebody else changed ${clashes.length === 1 ? "an object" : `${clashes.length} objects`} that you changed, too. Choose a version above the picture.`;
}

/** Somebody else saved: bring that in, so that it is seen before it is handed over. */
export async function catchUp(session: TaskSession): Promise<void> {
  const { project, item, branch } = session.task.get();
  try {
    session.autosave.receive(await ask.readLabels(project, item, branch));
  } catch (error) {
    notifyError(error);
  }
}

function problemsOf(error: unknown): string[] {
  if (!(error instanceof ApiError) || !Array.isArray(error.facts.problems)) return [];
  return error.facts.problems.flatMap((one: unknown) => (typeof one === "object" && one !== null && "object_id" in one && typeof one.object_id === "string" ? [one.object_id] : []));
}
