import { Button } from "@mantine/core";
import { ErrorState, Loading, notify, notifyError, useNames } from "@/shared";
import { restoreLabels } from "../api";
import { type Old, type Revision, useRevisions } from "../history";
import { useEditor } from "../hooks";
import type { TaskSession } from "../session";
import { catchUp } from "../work";
import styles from "./editor.module.css";

const WHYS: Record<string, string> = { save: "saved", import: "imported", restore: "restored", merge: "merged", state: "handed on" };

/** What the labels were before: who, when, how many objects. One is opened by choosing it. */
export function History({ session, shown, onShow }: { session: TaskSession; shown: number | undefined; onShow: (rev: number | undefined) => void }) {
  const query = useRevisions(session);
  const nameOf = useNames();
  const all = query.data?.pages.flatMap((page) => page.items) ?? [];
  const newest = all[0]?.rev;
  if (query.error && !query.data) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Loading what="the history" />;
  if (all.length === 0) return <p className={styles.quiet}>Nothing has been saved yet. Each save becomes a revision that stays here.</p>;
  return (
    <div className={styles.scroll}>
      <ol className={styles.plain} aria-label="Revisions">
        {all.map((one) => (
          <li key={one.rev}>
            <button type="button" className={styles.revision} aria-pressed={shown === undefined ? one.rev === newest : one.rev === shown} onClick={() => onShow(one.rev === newest ? undefined : one.rev)}>
              <strong className={styles.number}>{one.rev}</strong>
              <span className={styles.cut}>{nameOf(one.updated_by) || "somebody"}</span>
              <span className={styles.number}>{objectsOf(one)}</span>
              <small>
                {WHYS[one.why] ?? one.why} {one.updated_at ? new Date(one.updated_at).toLocaleString() : ""}
                {one.submitted && " · submitted"}
                {one.rev === newest && " · now"}
              </small>
            </button>
          </li>
        ))}
      </ol>
      {query.hasNextPage && <Button variant="default" size="compact-sm" fullWidth loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>Older ones</Button>}
    </div>
  );
}

/** Above the canvas while an older revision is shown. */
export function OldBanner({ session, old, onDone }: { session: TaskSession; old: Old; onDone: () => void }) {
  const canEdit = useEditor(session.editor, (state) => state.canEdit);
  const nameOf = useNames();
  const restore = async (): Promise<void> => {
    const { autosave } = session;
    if (!(await autosave.flush())) throw new Error(autosave.state.get().sentence || "Your changes are not saved yet.");
    const { project, item, branch } = session.task.get();
    const saved = await restoreLabels(project, item, branch, { rev: old.row.rev, base_rev: autosave.rev, token: session.token });
    autosave.receive(saved.row);
    notify(`The labels are again as in revision ${old.row.rev}; this is revision ${saved.row.rev}.`);
    onDone();
  };
  return (
    <div className={styles.banner} data-tone="warn" role="status" data-testid="old-revision">
      <span>
        Revision {old.row.rev} of {session.autosave.rev} is shown, by {nameOf(old.row.updated_by) || "somebody"}
        {old.row.updated_at ? `, ${new Date(old.row.updated_at).toLocaleString()}` : ""}: {objectsOf(old.row)}.
      </span>
      {canEdit && <Button size="compact-xs" onClick={() => void restore().catch((error: unknown) => catchUp(session).then(() => notifyError(error)))}>Restore it</Button>}
      <Button size="compact-xs" variant="default" onClick={onDone}>Back to now</Button>
    </div>
  );
}

function objectsOf({ objects, proposed }: Pick<Revision, "objects" | "proposed">): string {
  return `${objects} ${objects === 1 ? "object" : "objects"}${proposed ? `, ${proposed} pre-labels` : ""}`;
}
