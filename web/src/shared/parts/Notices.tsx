import { Button, CloseButton } from "@mantine/core";
import { useSyncExternalStore } from "react";
import { isAbort, sentence } from "@/api/client";
import styles from "./parts.module.css";

interface Notice {
  id: number;
  text: string;
  tone: "good" | "bad";
  action?: { label: string; run: () => void };
}

const STAYS_MS = 8_000;
const MOST = 4;
let notices: readonly Notice[] = [];
let last = 0;
const listeners = new Set<() => void>();

/** Say something in the corner for a while; with an `action`, which is usually Undo, until it is closed. */
export function notify(text: string, options: { tone?: "good" | "bad"; action?: Notice["action"] } = {}): void {
  last += 1;
  const id = last;
  set(withRoom(notices, { id, text, tone: options.tone ?? "good", action: options.action }));
  if (options.tone !== "bad" && !options.action) setTimeout(() => dismiss(id), STAYS_MS);
}

/** Say why something failed; it stays until it is closed. */
export function notifyError(error: unknown): void {
  if (!isAbort(error)) notify(sentence(error), { tone: "bad" });
}

export function Notices() {
  const shown = useSyncExternalStore(subscribe, () => notices);
  return (
    <div className={styles.notices} aria-live="polite">
      {shown.map((one) => (
        <div key={one.id} className={styles.notice} data-tone={one.tone} role={one.tone === "bad" ? "alert" : "status"}>
          <span>{one.text}</span>
          {one.action && (
            <Button
              variant="light"
              onClick={() => {
                one.action?.run();
                dismiss(one.id);
              }}
            >
              {one.action.label}
            </Button>
          )}
          <CloseButton size="sm" aria-label="Close" onClick={() => dismiss(one.id)} />
        </div>
      ))}
    </div>
  );
}

/** The oldest make room: those without an action first, and those with one only for another of their kind. */
function withRoom(all: readonly Notice[], next: Notice): Notice[] {
  const kept = [...all];
  while (kept.length >= MOST) {
    const plain = kept.findIndex((one) => !one.action);
    if (plain < 0 && !next.action) break;
    kept.splice(Math.max(0, plain), 1);
  }
  return [...kept, next];
}

function dismiss(id: number): void {
  set(notices.filter((one) => one.id !== id));
}

function set(next: readonly Notice[]): void {
  notices = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
