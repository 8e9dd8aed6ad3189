import { Button, Group, Modal, Select } from "@mantine/core";
import { useMemo, useState } from "react";
import { ErrorState } from "@/shared";
import { useFolders } from "../api";
import { type Done, moveTo } from "../changes";
import { folderPaths } from "../names";

export function MoveDialog({ opened, seqs, onClose, onDone }: { opened: boolean; seqs: ReadonlySet<number>; onClose: () => void; onDone: (said: Done) => void }) {
  const folders = useFolders().data;
  const [folder, setFolder] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const choices = useMemo(() => {
    const paths = folderPaths(folders ?? []);
    return (folders ?? [])
      .filter((one) => one.role !== "viewer")
      .map((one) => ({ value: one.id, label: one.parent ? (paths.get(one.id) ?? one.name) : "The root" }))
      .sort((a, b) => a.label.localeCompare(b.label));
  }, [folders]);
  const move = async () => {
    if (folder === null) return;
    setBusy(true);
    setError(null);
    try {
      onDone(await moveTo(seqs, folder, choices.find((one) => one.value === folder)?.label ?? ""));
      onClose();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened={opened} onClose={onClose} title={`Move ${seqs.size.toLocaleString("en")} items`}>
      <Select label="Folder" searchable data={choices} value={folder} onChange={setFolder} placeholder="Find a folder" />
      {error !== null && <ErrorState error={error} />}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button loading={busy} disabled={folder === null} onClick={() => void move()}>
          Move
        </Button>
      </Group>
    </Modal>
  );
}
