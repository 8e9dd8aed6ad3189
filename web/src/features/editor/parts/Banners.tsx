import { Button, Group } from "@mantine/core";
import { useNames } from "@/shared";
import type { Issue } from "../api";
import { useSignal } from "../hooks";
import type { TaskSession } from "../session";
import styles from "./editor.module.css";

/** What the person must know before going on: only looking, sent back, changed by others meanwhile. */
export function Banners({ session, issues }: { session: TaskSession; issues: readonly Issue[] }) {
  const mode = useSignal(session.mode);
  const task = useSignal(session.task);
  const clashes = useSignal(session.autosave.clashes);
  const nameOfMember = useNames();
  const refused = issues.filter((one) => one.state === "open" && one.kind === "rejection");
  return (
    <>
      {mode.kind === "view" && (
        <div className={styles.banner} data-tone="warn" role="status">
          <span>{mode.why || "There is nothing to do in this stage; the labels are only shown."}</span>
        </div>
      )}
      {mode.kind === "annotate" && task.round > 1 && refused.length > 0 && (
        <div className={styles.banner} data-tone="bad" role="status">
          <span>
            Sent back{task.reviewer ? ` by ${nameOfMember(task.reviewer)}` : ""}: {refused.slice(0, 3).map((one) => `“${one.comments[0]?.text}”`).join(" · ")}
            {refused.length > 3 && ` and ${refused.length - 3} more in Issues`}
          </span>
        </div>
      )}
      {clashes.length > 0 && (
        <div className={styles.banner} data-tone="warn" role="alert">
          <span>Somebody else changed {clashes.length === 1 ? "an object" : `${clashes.length} objects`} that you changed, too. Their version is shown.</span>
          <div className={styles.clashes}>
            {clashes.map((one) => (
              <Group key={one.id} gap="xs">
                <button type="button" className={styles.link} onClick={() => session.editor.select([one.id])}>
                  {nameOf(session, one.mine?.class_id ?? one.theirs?.class_id)}{one.theirs === null ? " (they removed it)" : one.mine === null ? " (you removed it)" : ""}
                </button>
                <Button size="compact-xs" variant="default" onClick={() => session.autosave.settle(one.id, "theirs")}>Keep theirs</Button>
                <Button size="compact-xs" onClick={() => session.autosave.settle(one.id, "mine")} disabled={mode.kind === "view"}>Use mine</Button>
              </Group>
            ))}
          </div>
        </div>
      )}
    </>
  );
}

function nameOf(session: TaskSession, classId: string | undefined): string {
  return session.ontology.classes.find((one) => one.id === classId)?.name ?? classId ?? "";
}
