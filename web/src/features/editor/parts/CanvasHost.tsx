import { useEffect, useRef, type Ref } from "react";
import { mergeRefs } from "@mantine/hooks";
import { Stage, type Pin } from "@/canvas/render/stage";
import { useSignal } from "../hooks";
import type { TaskSession } from "../session";
import styles from "./editor.module.css";

/** Where the picture and what is drawn on it are shown. */
export function CanvasHost({ ref, session, pins, light }: { ref: Ref<HTMLDivElement>; session: TaskSession; pins: readonly Pin[]; light: { brightness: number; contrast: number } }) {
  const host = useRef<HTMLDivElement>(null);
  const stage = useRef<Stage | null>(null);
  const { picture, error } = useSignal(session.picture);
  const hostRef = useRef(mergeRefs(host, ref));

  useEffect(() => {
    if (!host.current) return undefined;
    const made = new Stage(host.current, session.editor);
    stage.current = made;
    host.current.focus({ preventScroll: true });
    return () => {
      made.end();
      stage.current = null;
    };
  }, [session]);
  useEffect(() => stage.current?.show(picture), [picture, session]);
  useEffect(() => stage.current?.setPins(pins), [pins, session]);
  useEffect(() => stage.current?.setLight(light.brightness, light.contrast), [light, session]);

  return (
    <div className={styles.canvas}>
      <div ref={hostRef.current} className={styles.host} tabIndex={0} role="application" aria-label={`The picture ${session.item.name} with its labels`} data-testid="stage" />
      {!picture && !error && <div className={styles.waiting} role="status">Loading the picture…</div>}
      {error && <div className={styles.waiting} role="alert">{error}</div>}
    </div>
  );
}
