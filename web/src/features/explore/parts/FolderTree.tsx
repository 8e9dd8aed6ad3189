import { ActionIcon, Loader, TextInput } from "@mantine/core";
import { IconFolder, IconFolderPlus } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useMemo, useState } from "react";
import { api, data } from "@/api/client";
import { ErrorState, notifyError } from "@/shared";
import { type Folder, useFacet, useFolders } from "../api";
import { type Node, valuesOf, withValues } from "../nodes";
import styles from "../Explorer.module.css";

interface Branch {
  folder: Folder;
  depth: number;
  items: number;
  children: Branch[];
}

/** The folders one sees, with how many items of the filter lie in each and below. */
export function FolderTree({ nodes, change }: { nodes: Node[]; change: (nodes: Node[]) => void }) {
  const query = useFolders();
  const counts = useFacet(nodes, "folder", 1_000).data;
  const roots = useMemo(() => tree(query.data ?? [], new Map(counts?.map((one) => [one.value, one.items]))), [query.data, counts]);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const chosen = valuesOf(nodes, "folder");
  if (query.error) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Loader size="xs" m="xs" aria-label="Loading folders" />;
  const rows: Branch[] = [];
  const walk = (branch: Branch) => {
    rows.push(branch);
    if (!closed.has(branch.folder.id)) branch.children.forEach(walk);
  };
  roots.forEach(walk);
  const only = chosen.length === 1 ? query.data.find((one) => one.id === chosen[0]) : query.data.find((one) => !one.parent);
  return (
    <>
      <ul className={styles.values}>
        {rows.map(({ folder, depth, items, children }) => (
          <li key={folder.id} className={styles.folder} style={{ paddingLeft: depth * 12 }}>
            {children.length > 0 ? (
              <button
                type="button"
                className={styles.twist}
                aria-expanded={!closed.has(folder.id)}
                aria-label={`Folders in ${folder.name}`}
                onClick={() => setClosed((before) => (before.has(folder.id) ? new Set([...before].filter((one) => one !== folder.id)) : new Set([...before, folder.id])))}
              >
                {closed.has(folder.id) ? "▸" : "▾"}
              </button>
            ) : (
              <span className={styles.twist} />
            )}
            <button
              type="button"
              className={styles.value}
              aria-pressed={chosen.includes(folder.id)}
              onClick={() => change(withValues(nodes, "folder", chosen.includes(folder.id) ? [] : [folder.id]))}
            >
              <IconFolder size={14} />
              <span title={folder.name}>{folder.parent ? folder.name : "All folders"}</span>
              <small>{items.toLocaleString("en")}</small>
            </button>
          </li>
        ))}
      </ul>
      {only && only.role !== "viewer" && <NewFolder parent={only} />}
    </>
  );
}

function NewFolder({ parent }: { parent: Folder }) {
  const client = useQueryClient();
  const [name, setName] = useState("");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await data(api.POST("/api/v1/folders", { body: { name, parent: parent.id } }));
      setName("");
      await client.invalidateQueries({ queryKey: ["folders"] });
    } catch (error) {
      notifyError(error);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <TextInput
        mb="xs"
        aria-label={`New folder in ${parent.name}`}
        placeholder={`New folder in ${parent.parent ? parent.name : "the root"}`}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        rightSection={
          <ActionIcon type="submit" aria-label="Make the folder" disabled={!name.trim()}>
            <IconFolderPlus size={14} />
          </ActionIcon>
        }
      />
    </form>
  );
}

/** Folders as trees, each with the count of itself and of what lies below. */
export function tree(folders: readonly Folder[], counts: ReadonlyMap<string, number>): Branch[] {
  const ids = new Set(folders.map((one) => one.id));
  const below = new Map<string | null, Folder[]>();
  for (const one of folders) {
    const parent = one.parent && ids.has(one.parent) ? one.parent : null;
    below.set(parent, [...(below.get(parent) ?? []), one]);
  }
  const grow = (parent: string | null, depth: number): Branch[] =>
    (below.get(parent) ?? [])
      .sort((a, b) => a.name.localeCompare(b.name))
      .map((folder) => {
        const children = grow(folder.id, depth + 1);
        return { folder, depth, children, items: (counts.get(folder.id) ?? 0) + children.reduce((sum, one) => sum + one.items, 0) };
      });
  return grow(null, 0);
}
