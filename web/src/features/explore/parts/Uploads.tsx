import { Button, CloseButton, FileButton, Progress } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { type ReactNode, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { notifyError, useSession } from "@/shared";
import { useExploreChanged } from "../api";
import { filesOf } from "../upload";
import { beginUpload, closeUpload, endUploadsOfOthers, type Upload, uploads } from "../uploads";
import styles from "../Explorer.module.css";

/** How uploads are begun: by a drop anywhere on the screen, or by a button. They go on beside each other, and when the screen is left. */
export function useUploads(folder: string, folderName: string): { begin: (files: File[]) => void; layer: ReactNode; button: ReactNode } {
  const all = useSyncExternalStore(uploads.subscribe, uploads.get);
  const [isOver, setOver] = useState(false);
  const { member } = useSession();
  const changed = useExploreChanged();
  const begin = (files: File[]) => {
    if (files.length === 0) return;
    beginUpload(files, folder, member.id)
      .catch(notifyError)
      .finally(() => {
        changed();
        for (const later of [1_500, 4_000]) setTimeout(changed, later);
      });
  };
  useEffect(() => endUploadsOfOthers(member.id), [member.id]);
  const newest = useRef(begin);
  useEffect(() => {
    newest.current = begin;
  });
  useEffect(() => {
    let depth = 0;
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const enter = (event: DragEvent) => holdsFiles(event) && (depth += 1) && setOver(true);
    const leave = () => (depth = Math.max(0, depth - 1)) === 0 && setOver(false);
    const over = (event: DragEvent) => holdsFiles(event) && event.preventDefault();
    const drop = (event: DragEvent) => {
      depth = 0;
      setOver(false);
      if (!event.dataTransfer || !holdsFiles(event)) return;
      event.preventDefault();
      filesOf(event.dataTransfer).then((files) => newest.current(files), notifyError);
    };
    const pairs = [["dragenter", enter], ["dragleave", leave], ["dragover", over], ["drop", drop]] as const;
    for (const [name, listen] of pairs) window.addEventListener(name, listen as (event: DragEvent) => void);
    return () => {
      for (const [name, listen] of pairs) window.removeEventListener(name, listen as (event: DragEvent) => void);
    };
  }, []);
  const button = useMemo(
    () => (
      <FileButton multiple onChange={(files) => newest.current(files)}>
        {(props) => (
          <Button {...props} variant="default" leftSection={<IconUpload size={14} />}>
            Upload
          </Button>
        )}
      </FileButton>
    ),
    [],
  );
  return {
    begin,
    button,
    layer: (
      <>
        {isOver && <div className={styles.drop}>Drop to upload into {folderName}</div>}
        {all.length > 0 && (
          <section className={styles.uploads} aria-label="Uploads" data-testid="uploads">
            {all.map((one) => (
              <Panel key={one.id} upload={one} />
            ))}
          </section>
        )}
      </>
    ),
  };
}

function Panel({ upload: { id, state, stop } }: { upload: Upload }) {
  const done = state.made + state.failures.length;
  return (
    <>
      <header>
        <b role="status">{state.isOver ? `${state.made} of ${state.total} uploaded${state.failures.length ? `, ${state.failures.length} failed` : ""}` : state.reading > 0 ? `Reading ${state.reading} of ${state.total}` : `Uploading ${state.sent} of ${state.total}`}</b>
        {state.isOver ? <CloseButton size="sm" aria-label="Close" onClick={() => closeUpload(id)} /> : <Button variant="subtle" onClick={stop}>Stop</Button>}
      </header>
      {!state.isOver && <Progress value={(100 * Math.max(state.sent, done)) / state.total} size="sm" aria-label="Upload progress" />}
      {state.failures.length > 0 && (
        <ul className={styles.failures}>
          {state.failures.map((one, at) => (
            <li key={`${at}${one.name}`}>
              <b>{one.name}</b>
              {one.reason}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
