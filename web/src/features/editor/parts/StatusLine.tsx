import { useEffect, useState, useSyncExternalStore } from "react";
import { ActionIcon } from "@mantine/core";
import { IconFocusCentered, IconMaximize, IconMinus, IconPlus, IconZoomReset } from "@tabler/icons-react";
import { KeyHint } from "@/shared";
import { useSignal } from "../hooks";
import { zoomToSelection } from "../keys";
import type { Editor } from "@/canvas/editor";
import type { TaskSession } from "../session";
import styles from "./editor.module.css";
import { SaveLine } from "./SaveLine";

const EVERY_MS = 120;

/** Zoom, size, and how far saving is. */
export function StatusLine({ session, editor }: { session: TaskSession; editor: Editor }) {
  const [slow, setSlow] = useState(editor.view.scale);
  const isAllHidden = useSyncExternalStore(editor.state.subscribe, () => editor.state.get().isAllHidden);
  const mode = useSignal(session.mode);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = editor.viewport.subscribe(() => {
      timer ??= setTimeout(() => {
        timer = undefined;
        setSlow(editor.view.scale);
      }, EVERY_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [editor]);
  return (
    <footer className={styles.status}>
      <KeyHint binding="editor.smaller"><ActionIcon size={24} aria-label="Smaller" onClick={() => editor.zoomBy(0.8)}><IconMinus size={14} /></ActionIcon></KeyHint>
      <output className={styles.number} aria-label="Zoom">{Math.round(slow * 100)} %</output>
      <KeyHint binding="editor.larger"><ActionIcon size={24} aria-label="Larger" onClick={() => editor.zoomBy(1.25)}><IconPlus size={14} /></ActionIcon></KeyHint>
      <KeyHint binding="editor.fit"><ActionIcon size={24} aria-label="Show the whole picture" onClick={() => editor.fit()}><IconMaximize size={14} /></ActionIcon></KeyHint>
      <KeyHint binding="editor.full"><ActionIcon size={24} aria-label="Show it at 100 %" onClick={() => editor.fullSize()}><IconZoomReset size={14} /></ActionIcon></KeyHint>
      <KeyHint binding="editor.zoom"><ActionIcon size={24} aria-label="Zoom to what is selected" onClick={() => zoomToSelection(editor)}><IconFocusCentered size={14} /></ActionIcon></KeyHint>
      <span className={styles.number}>{editor.picture.width} × {editor.picture.height}</span>
      {isAllHidden && <span className={styles.chip}>all hidden</span>}
      <span className={styles.push} />
      {mode.kind === "view" ? <span className={styles.quiet}>Read only</span> : <SaveLine autosave={session.autosave} />}
    </footer>
  );
}
