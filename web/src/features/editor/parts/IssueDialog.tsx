import { Button, Group, Modal, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { sentence } from "@/api/client";
import { raiseIssue } from "../api";
import type { Pinned } from "../LabelEditor";
import type { TaskSession } from "../session";

/** Say what is the matter with the place that was pointed at. */
export function IssueDialog({ session, pinned, onClose, onRaised }: { session: TaskSession; pinned: Pinned | null; onClose: () => void; onRaised: () => void }) {
  return (
    <Modal opened={pinned !== null} onClose={onClose} title="Raise an issue">
      {pinned && <Form session={session} pinned={pinned} onClose={onClose} onRaised={onRaised} />}
    </Modal>
  );
}

function Form({ session, pinned, onClose, onRaised }: { session: TaskSession; pinned: Pinned; onClose: () => void; onRaised: () => void }) {
  const [text, setText] = useState("");
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const { editor, ontology } = session;
  const one = pinned.objectId ? editor.store.get(pinned.objectId) : undefined;
  const name = one && (ontology.classes.find((style) => style.id === one.class_id)?.name ?? one.class_id);
  const raise = async (): Promise<void> => {
    setBusy(true);
    try {
      await session.autosave.flush();
      const { project, item } = session.task.get();
      await raiseIssue(project, item, text, { ...pinned.at, ...(pinned.objectId ? { object_id: pinned.objectId } : {}) });
      onRaised();
      onClose();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Text size="sm" mb="xs">{name ? `On ${name}, at` : "At"} {Math.round(pinned.at.x)}, {Math.round(pinned.at.y)}</Text>
      <Textarea data-autofocus aria-label="What is the matter" placeholder="What is the matter?" autosize minRows={3} maxLength={2_000} value={text} onChange={(event) => setText(event.currentTarget.value)} onKeyDown={(event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && text.trim() && !isBusy) { event.preventDefault(); void raise(); } }} />
      {error !== null && <Text c="var(--bad)" mt="sm" role="alert">{sentence(error)}</Text>}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>Cancel</Button>
        <Button disabled={!text.trim()} loading={isBusy} onClick={() => void raise()}>Raise the issue</Button>
      </Group>
    </>
  );
}
