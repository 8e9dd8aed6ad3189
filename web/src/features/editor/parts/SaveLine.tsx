import { Button } from "@mantine/core";
import type { Autosave, SaveState } from "../autosave";
import { useSignal } from "../hooks";
import styles from "./editor.module.css";

const TONES: Record<SaveState["kind"], "quiet" | "good" | "warn" | "bad"> = { saved: "good", changed: "quiet", saving: "quiet", kept: "warn", refused: "bad", lost: "bad" };

/** How far saving is; always in sight. */
export function SaveLine({ autosave }: { autosave: Autosave }) {
  const state = useSignal(autosave.state);
  return (
    <span className={styles.save} data-tone={TONES[state.kind]} role="status" data-testid="save-state" data-kind={state.kind} title={state.sentence || undefined}>
      <span className={styles.cut}>{said(state)}</span>
      {state.unkept && state.unsaved > 0 && <strong>A reload would lose it: {state.unkept}</strong>}
      {(state.kind === "kept" || state.kind === "refused") && <Button size="compact-xs" variant="default" onClick={() => autosave.retry()}>Try now</Button>}
    </span>
  );
}

function said({ kind, unsaved, sentence, unkept, at }: SaveState): string {
  const what = `${unsaved} ${unsaved === 1 ? "change" : "changes"}`;
  switch (kind) {
    case "saved":
      return at ? `Saved at ${new Date(at).toLocaleTimeString()}` : "Saved";
    case "changed":
      return `${what} to save`;
    case "saving":
      return "Saving…";
    case "kept":
      return `${what} ${unkept ? "wait" : "kept in this browser"} until the server answers`;
    case "refused":
      return `Not saved: ${sentence}`;
    case "lost":
      return `Not saved${unkept ? "" : ", kept in this browser"}: ${sentence}`;
  }
}
