import { useEffect, useRef, type Ref } from "react";
import { mergeRefs } from "@mantine/hooks";
import type { Editor } from "@/canvas/editor";
import { Stage, type Pin } from "@/canvas/render/stage";
import { useSignal } from "../hooks";
import type { TaskSession } from "../session";
import styles from "./editor.module.css";

/** Where the picture and what an editor holds are shown: the session's, or one with an older revision. */
export function CanvasHost({ ref, session, editor, pins, light }: { ref: Ref<HTMLDivElement>; session: TaskSession; editor: Editor; pins: readonly Pin[]; light: { brightness: number; contrast: number } }) {
  const host = useRef<HTMLDivElement>(null);
  const stage = useRef<Stage | null>(null);
  const { picture, error } = useSignal(session.picture);
  const hostRef = useRef(mergeRefs(host, ref));

  useEffect(() => {
    if (!host.current) return undefined;
    const made = new Stage(host.current, editor);
    stage.current = made;
    host.current.focus({ preventScroll: true });
    return () => {
      made.end();
      stage.current = null;
    };
  }, [editor]);
  useEffect(() => stage.current?.show(picture), [picture, editor]);
  useEffect(() => stage.current?.setPins(pins), [pins, editor]);
  useEffect(() => stage.current?.setLight(light.brightness, light.contrast), [light, editor]);

  return (
    <div className={styles.canvas}>
      <div ref={hostRef.current} className={styles.host} tabIndex={0} role="application" aria-label={`The picture ${session.item.name} with its labels`} data-testid="stage" />
      {!picture && !error && <div className={styles.waiting} role="status">Loading the picture…</div>}
      {error && <div className={styles.waiting} role="alert">{error}</div>}
    </div>
  );
}
