import { Button, Group, Modal, Text } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { sentence } from "@/api/client";

/** Ask before something that cannot be taken back; says the server's sentence where it fails. */
export function Confirm({ title, children, action, danger = false, opened, onClose, onConfirm }: {
  title: string;
  children: ReactNode;
  /** The button's word: what will happen. */
  action: string;
  danger?: boolean;
  opened: boolean;
  onClose: () => void;
  onConfirm: () => Promise<unknown>;
}) {
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const confirm = async () => {
    setBusy(true);
    setError(null);
    try {
      await onConfirm();
      onClose();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened={opened} onClose={onClose} title={title}>
      <div>{children}</div>
      {error !== null && (
        <Text c="var(--bad)" mt="sm" role="alert">
          {sentence(error)}
        </Text>
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button color={danger ? "red" : undefined} loading={busy} onClick={() => void confirm()} data-autofocus>
          {action}
        </Button>
      </Group>
    </Modal>
  );
}
