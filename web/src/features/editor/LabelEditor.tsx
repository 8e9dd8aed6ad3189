import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import type { Point } from "@/canvas/geometry/bounds";
import { ErrorState, Loading, notify, Page, taskOf, taskPath, useSession } from "@/shared";
import { Workbench } from "./parts/Workbench";
import { TaskSession } from "./session";

export interface Pinned {
  at: Point;
  objectId: string | null;
}

type Found = { kind: "opening" } | { kind: "open"; session: TaskSession } | { kind: "failed"; error: unknown };

/** The label editor and, by the task's stage, its review. */
export default function LabelEditor() {
  const { project = "", task: part = "" } = useParams({ strict: false }) as { project?: string; task?: string };
  const task = taskOf(part);
  const navigate = useNavigate();
  const { member, workspace } = useSession();
  const client = useQueryClient();
  const [found, setFound] = useState<Found>({ kind: "opening" });
  const [tries, setTries] = useState(0);
  const [pinned, setPinned] = useState<Pinned | null>(null);
  const say = useRef((sentence: string) => notify(sentence));

  useEffect(() => {
    if (part.includes(".")) void navigate({ to: taskPath(project, task), search: true, replace: true });
  }, [part, project, task, navigate]);

  useEffect(() => {
    let isGone = false;
    let session: TaskSession | null = null;
    setFound({ kind: "opening" });
    setPinned(null);
    TaskSession.open({ project, task, user: member.id, workspace, client, say: say.current, onPin: (at, objectId) => setPinned({ at, objectId }) }).then(
      (opened) => {
        session = opened;
        if (isGone) opened.end();
        else setFound({ kind: "open", session: opened });
      },
      (error: unknown) => !isGone && setFound({ kind: "failed", error }),
    );
    return () => {
      isGone = true;
      session?.end();
    };
  }, [project, task, member.id, workspace, client, tries]);

  if (found.kind === "open") return <Workbench key={found.session.task.get().id} session={found.session} pinned={pinned} onPinned={setPinned} />;
  return (
    <Page title="Label editor">
      {found.kind === "opening" ? <Loading what="the task" /> : <ErrorState error={found.error} retry={() => setTries(tries + 1)} />}
    </Page>
  );
}
