import { ActionIcon, Button, Group, Modal, Switch, Text, Textarea } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { sentence } from "@/api/client";
import { drawn, type Annotation } from "@/canvas/codec";
import { KeyHint, notifyError, useKeys } from "@/shared";
import { judge } from "../api";
import { useObjects, useSeen, useSelected } from "../hooks";
import type { Judged } from "../review";
import type { TaskSession } from "../session";
import type { Work } from "../work";
import styles from "./editor.module.css";

const SCOPE = "Review";

export interface ReviewBarProps {
  session: TaskSession;
  judged: Judged;
  isFixing: boolean;
  onFixing: (next: boolean) => void;
  isSendingBack: boolean;
  onSendingBack: (next: boolean) => void;
  work: Work;
  onJudged: () => void;
}

/** Step through the objects, say of each what it is like, then approve the task or send it back. */
export function ReviewBar({ session, judged, isFixing, onFixing, isSendingBack, onSendingBack, work, onJudged }: ReviewBarProps) {
  const { editor, ontology } = session;
  const objects = useObjects(editor).filter((one) => drawn(one) !== null);
  const one = useSelected(editor);
  const [asking, setAsking] = useState<string | null>(null);
  const at = one ? objects.findIndex((other) => other.object_id === one.object_id) : -1;
  const rejected = objects.filter((other) => judged.get(other.object_id)?.opinion === "rejected");

  const isSeen = useSeen(session);
  const go = (by: 1 | -1): void => {
    const next = editor.step(by);
    const shape = next && drawn(next);
    if (shape) editor.zoomTo(shape.bounds);
  };
  const say = async (id: string, opinion: "approved" | "rejected", reason: string): Promise<void> => {
    if (!(await session.autosave.flush())) throw new Error(session.autosave.state.get().sentence || "Your changes are not saved yet.");
    const { project, id: task } = session.task.get();
    await judge(project, task, session.token, id, opinion, reason);
    onJudged();
  };
  const approveObject = (): void => {
    if (!one) return go(1);
    say(one.object_id, "approved", "").then(() => go(1), notifyError);
  };
  const rejectObject = (): void => {
    if (one) setAsking(one.object_id);
    else go(1);
  };

  useKeys([
    { id: "review.next", scope: SCOPE, keys: "j", title: "Next object", run: () => go(1) },
    { id: "review.previous", scope: SCOPE, keys: "k", title: "The one before", run: () => go(-1) },
    { id: "review.approve-object", scope: SCOPE, keys: "a", title: "This object is right", run: approveObject },
    { id: "review.reject-object", scope: SCOPE, keys: "x", title: "This object is wrong, and why", run: rejectObject },
    { id: "review.approve", scope: SCOPE, keys: "Mod+Enter", title: "Approve the task and go on", run: () => isSeen() && work.approve() },
    { id: "review.reject", scope: SCOPE, keys: "Shift+X", title: "Send the task back", run: () => onSendingBack(true) },
    { id: "review.fix", scope: SCOPE, keys: "e", title: "Fix it yourself", run: () => onFixing(!isFixing) },
  ]);
  useEffect(() => () => session.setFixing(false), [session]);

  return (
    <div className={styles.review} role="toolbar" aria-label="Review">
      <Group gap={4}>
        <KeyHint binding="review.previous"><ActionIcon size="md" variant="default" aria-label="The object before" onClick={() => go(-1)}><IconChevronLeft size={16} /></ActionIcon></KeyHint>
        <output className={styles.number} aria-label="Object">{objects.length === 0 ? "no objects" : `${at >= 0 ? at + 1 : "–"} of ${objects.length}`}</output>
        <KeyHint binding="review.next"><ActionIcon size="md" variant="default" aria-label="Next object" onClick={() => go(1)}><IconChevronRight size={16} /></ActionIcon></KeyHint>
        <KeyHint binding="review.approve-object"><Button variant="light" color="green" size="compact-sm" disabled={!one} onClick={approveObject}>Approve object</Button></KeyHint>
        <KeyHint binding="review.reject-object"><Button variant="light" color="red" size="compact-sm" disabled={!one} onClick={rejectObject}>Reject object</Button></KeyHint>
      </Group>
      <Switch label="Fix" checked={isFixing} onChange={(event) => onFixing(event.currentTarget.checked)} />
      <Modal opened={asking !== null} onClose={() => setAsking(null)} title={`Reject ${nameOf(ontology.classes, editor.store.get(asking ?? ""))}`}>
        {asking !== null && <Why action="Reject the object" onCancel={() => setAsking(null)} onSaid={async (reason) => { await say(asking, "rejected", reason); setAsking(null); go(1); }} />}
      </Modal>
      <Modal opened={isSendingBack} onClose={() => work.busy === null && onSendingBack(false)} title="Send the task back">
        {isSendingBack && <Why action="Send back" first={summary(rejected, ontology.classes)} onCancel={() => onSendingBack(false)} onSaid={async (reason) => { await work.sendBack(reason); onSendingBack(false); }} />}
      </Modal>
    </div>
  );
}

/** A reason must be given. */
function Why({ action, first = "", onCancel, onSaid }: { action: string; first?: string; onCancel: () => void; onSaid: (reason: string) => Promise<void> }) {
  const [reason, setReason] = useState(first);
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const say = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await onSaid(reason);
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  };
  return (
    <>
      <Textarea data-autofocus label="Why" description="The annotator reads it where the object is." withAsterisk autosize minRows={3} maxLength={2_000} value={reason} onChange={(event) => setReason(event.currentTarget.value)} onKeyDown={(event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && reason.trim() && !isBusy) { event.preventDefault(); void say(); } }} />
      {error !== null && <Text c="var(--bad)" mt="sm" role="alert">{sentence(error)}</Text>}
      <Group justify="flex-end" mt="md">
        <Button variant="default" disabled={isBusy} onClick={onCancel}>Cancel</Button>
        <Button color="red" disabled={!reason.trim()} loading={isBusy} onClick={() => void say()}>{action}</Button>
      </Group>
    </>
  );
}

type Classes = TaskSession["ontology"]["classes"];

/** Each rejected object has its own reason where it is. */
function summary(rejected: readonly Annotation[], classes: Classes): string {
  if (rejected.length === 0) return "";
  const names = rejected.slice(0, 5).map((one) => nameOf(classes, one)).join(", ");
  return `${rejected.length === 1 ? "One object is" : `${rejected.length} objects are`} rejected, with the reason at each: ${names}${rejected.length > 5 ? ", …" : "."}`;
}

function nameOf(classes: Classes, one: Annotation | undefined): string {
  return classes.find((style) => style.id === one?.class_id)?.name ?? one?.class_id ?? "the object";
}
