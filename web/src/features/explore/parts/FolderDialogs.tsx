import { Button, Group, Modal, Select, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { api, data } from "@/api/client";
import { ErrorState, Loading } from "@/shared";
import type { Folder } from "../api";
import type { Done } from "../changes";
import { deleteFolder, moveFolder, renameFolder } from "../folderChanges";
import { folderPaths } from "../names";

export interface Asked {
  what: "rename" | "move" | "delete";
  folder: Folder;
}

/** What is done to a folder: another name, another place, or its end; each says what becomes of the pictures in it. */
export function FolderDialogs({ asked, folders, onClose, onDone }: { asked: Asked | null; folders: readonly Folder[]; onClose: () => void; onDone: (said: Done) => void }) {
  if (!asked) return null;
  const { what, folder } = asked;
  const title = { rename: `Rename “${folder.name}”`, move: `Move “${folder.name}”`, delete: `Delete “${folder.name}”` }[what];
  const Form = { rename: Rename, move: Move, delete: Delete }[what];
  return (
    <Modal opened onClose={onClose} title={title}>
      <Form
        folder={folder}
        folders={folders}
        onClose={onClose}
        onDone={(said) => {
          onClose();
          onDone(said);
        }}
      />
    </Modal>
  );
}

interface Of {
  folder: Folder;
  folders: readonly Folder[];
  onClose: () => void;
  onDone: (said: Done) => void;
}

function Rename({ folder, onClose, onDone }: Of) {
  const [name, setName] = useState(folder.name);
  const clean = name.trim();
  return (
    <Asking action="Rename" disabled={!clean || clean === folder.name} onClose={onClose} onDone={onDone} act={() => renameFolder(folder, clean)}>
      <TextInput label="Name" data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <Text mt="xs">The pictures in it stay where they are. Only the folder is called otherwise.</Text>
    </Asking>
  );
}

function Move({ folder, folders, onClose, onDone }: Of) {
  const [into, setInto] = useState<string | null>(null);
  const choices = placesFor(folder, folders);
  return (
    <Asking action="Move" disabled={into === null} onClose={onClose} onDone={onDone} act={() => moveFolder(folder, into ?? "", choices.find((one) => one.value === into)?.label ?? "")}>
      <Select label="Into" searchable data-autofocus data={choices} value={into} onChange={setInto} placeholder="Find a folder" />
      <Text mt="xs">All pictures and folders in it go along. Who sees them follows from the folders that are above it then.</Text>
    </Asking>
  );
}

function Delete({ folder, folders, onClose, onDone }: Of) {
  const query = useQuery({
    queryKey: ["folders", folder.id, "items"],
    staleTime: 0,
    queryFn: ({ signal }) => data(api.POST("/api/v1/search", { body: { filter: { in: { f: "folder", v: [folder.id] } }, limit: 1 }, signal })),
  });
  if (query.error) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Loading what="what is in it" />;
  const above = folders.find((one) => one.id === folder.parent);
  const path = above?.parent ? (folderPaths(folders).get(above.id) ?? above.name) : "the root folder";
  const below = folders.filter((one) => one.parent === folder.id).length;
  const items = query.data.total ?? 0;
  const stuck = below > 0 || (items > 0 && !above);
  return (
    <Asking action="Delete the folder" danger disabled={stuck} onClose={onClose} onDone={onDone} act={() => deleteFolder(folder, above?.id ?? "root", path)}>
      {below > 0 ? (
        <Text>
          {below === 1 ? "A folder is" : `${below} folders are`} in it. Move or delete {below === 1 ? "that one" : "those"} first.
        </Text>
      ) : items > 0 && !above ? (
        <Text>{items.toLocaleString("en")} pictures are in it, and you do not see the folder above. Move them first.</Text>
      ) : items > 0 ? (
        <Text>
          Its {items.toLocaleString("en")} {items === 1 ? "picture moves" : "pictures move"} to {path}; no picture is deleted. The folder itself cannot be brought back.
        </Text>
      ) : (
        <Text>No picture is in it. The folder itself cannot be brought back.</Text>
      )}
    </Asking>
  );
}

function Asking({ action, danger = false, disabled, act, children, onClose, onDone }: { action: string; danger?: boolean; disabled: boolean; act: () => Promise<Done>; children: ReactNode; onClose: () => void; onDone: (said: Done) => void }) {
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (disabled) return;
    setBusy(true);
    setError(null);
    act()
      .then(onDone, setError)
      .finally(() => setBusy(false));
  };
  return (
    <form onSubmit={submit}>
      {children}
      {error !== null && <ErrorState error={error} />}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" color={danger ? "red" : undefined} loading={busy} disabled={disabled}>
          {action}
        </Button>
      </Group>
    </form>
  );
}

/** Where a folder may be moved: not into itself or below itself, nor where it is. */
export function placesFor(folder: Folder, folders: readonly Folder[]): { value: string; label: string }[] {
  const paths = folderPaths(folders);
  const parents = new Map(folders.map((one) => [one.id, one.parent ?? null]));
  const isBelow = (id: string): boolean => {
    for (let at: string | null = id; at !== null; at = parents.get(at) ?? null) if (at === folder.id) return true;
    return false;
  };
  return folders
    .filter((one) => one.role !== "viewer" && one.id !== folder.parent && !isBelow(one.id))
    .map((one) => ({ value: one.id, label: one.parent ? (paths.get(one.id) ?? one.name) : "The root" }))
    .sort((a, b) => a.label.localeCompare(b.label));
}
