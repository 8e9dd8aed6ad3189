import { Button, Group, Textarea } from "@mantine/core";
import { IconMapPin } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { drawn, type Annotation } from "@/canvas/codec";
import type { Bounds, Point } from "@/canvas/geometry/bounds";
import type { Pin } from "@/canvas/render/stage";
import { EmptyState, Fetched, notifyError, useNames } from "@/shared";
import { comment, turnIssue, type Issue } from "../api";
import type { TaskSession } from "../session";
import styles from "./editor.module.css";

interface Query {
  data: Issue[] | undefined;
  error: Error | null;
  refetch: () => unknown;
}

/** What is said of this item. */
export function Issues({ session, query, chosen, me }: { session: TaskSession; query: Query; chosen: string | undefined; me: string }) {
  return (
    <div className={styles.scroll}>
      <Fetched query={query} what="the issues">
        {(all) =>
          all.length === 0 ? (
            <EmptyState title="No issues">Press I and click on the picture to point at something that should be talked about.</EmptyState>
          ) : (
            numbered(all).map(([one, number]) => <Thread key={one.id} session={session} issue={one} number={number} isChosen={one.id === chosen} onChanged={query.refetch} me={me} />)
          )
        }
      </Fetched>
    </div>
  );
}

function Thread({ session, issue, number, isChosen, onChanged, me }: { session: TaskSession; issue: Issue; number: number; isChosen: boolean; onChanged: () => unknown; me: string }) {
  const nameOf = useNames();
  const [text, setText] = useState("");
  const [isBusy, setBusy] = useState(false);
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    if (isChosen) place.current?.scrollIntoView({ block: "nearest" });
  }, [isChosen]);
  const act = async (what: () => Promise<unknown>): Promise<void> => {
    setBusy(true);
    try {
      await what();
      setText("");
      await onChanged();
    } catch (error) {
      notifyError(error);
    } finally {
      setBusy(false);
    }
  };
  const isOpen = issue.state === "open";
  return (
    <article ref={place} className={styles.thread} data-state={issue.state} aria-label={`Issue ${number}`}>
      <header>
        <button type="button" className={styles.pin} data-kind={issue.kind} onClick={() => show(session, issue)} title="Show where">
          <IconMapPin size={14} /> {number}
        </button>
        <span className={styles.quiet}>{issue.kind === "rejection" ? "Rejected" : "Issue"} · {isOpen ? "open" : "resolved"}{issue.round > 0 && ` · round ${issue.round}`}</span>
      </header>
      {issue.comments.map((one) => (
        <div key={`${one.at} ${one.by}`} className={styles.comment}>
          <span className={styles.quiet}>{one.by === me ? "you" : nameOf(one.by)} · {new Date(one.at).toLocaleString()}</span>
          <p>{one.text}</p>
        </div>
      ))}
      {isOpen && <Textarea aria-label={`Answer to issue ${number}`} placeholder="Answer" autosize maxRows={5} maxLength={2_000} value={text} onChange={(event) => setText(event.currentTarget.value)} />}
      <Group gap="xs" mt="xs">
        {isOpen && <Button size="compact-xs" disabled={!text.trim() || isBusy} onClick={() => void act(() => comment(issue.project, issue.id, text))}>Answer</Button>}
        <Button size="compact-xs" variant="default" disabled={isBusy} onClick={() => void act(() => turnIssue(issue.project, issue.id, isOpen ? "resolve" : "reopen"))}>{isOpen ? "Resolve" : "Open again"}</Button>
      </Group>
    </article>
  );
}

/** The first raised is number 1. */
export function numbered(issues: readonly Issue[]): [Issue, number][] {
  const order = [...issues].sort((a, b) => a.created_at - b.created_at || (a.id < b.id ? -1 : 1));
  const numbers = new Map(order.map((one, at) => [one.id, at + 1]));
  return [...issues].sort((a, b) => Number(a.state !== "open") - Number(b.state !== "open") || b.created_at - a.created_at).map((one) => [one, numbers.get(one.id) ?? 0]);
}

/** Pins of what is open: at its point, or at the corner of its object. */
export function pinsOf(issues: readonly Issue[], objects: readonly Annotation[]): Pin[] {
  const bounds = new Map(objects.flatMap((one) => (drawn(one) ? [[one.object_id, (drawn(one) as { bounds: Bounds }).bounds] as const] : [])));
  return numbered(issues).flatMap(([one, number]) => {
    const at = placeOf(one, bounds);
    return one.state === "open" && at ? [{ at, text: String(number), says: one.comments[0]?.text ?? "", tone: one.kind === "rejection" ? ("rejected" as const) : ("open" as const) }] : [];
  });
}

function placeOf(issue: Issue, bounds: ReadonlyMap<string, Bounds>): Point | null {
  const { x, y, object_id } = issue.anchor;
  if (typeof x === "number" && typeof y === "number") return { x, y };
  const found = bounds.get(object_id ?? "");
  return found ? { x: (found.x0 + found.x1) / 2, y: found.y0 } : null;
}

function show(session: TaskSession, issue: Issue): void {
  const { x, y, object_id } = issue.anchor;
  const { editor } = session;
  const one = object_id ? editor.store.get(object_id) : undefined;
  const shape = one && drawn(one);
  if (one && shape) {
    editor.select([one.object_id]);
    editor.zoomTo(shape.bounds);
  } else if (typeof x === "number" && typeof y === "number") {
    const around = Math.max(session.editor.picture.width, session.editor.picture.height) / 12;
    editor.zoomTo({ x0: x - around, y0: y - around, x1: x + around, y1: y + around });
  } else editor.fit();
}
