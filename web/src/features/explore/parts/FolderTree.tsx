import { ActionIcon, Loader, Menu, TextInput } from "@mantine/core";
import { IconDots, IconFolder, IconFolderPlus } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { type DragEvent, type FormEvent, useMemo, useRef, useState } from "react";
import { api, data } from "@/api/client";
import { ErrorState, notifyError } from "@/shared";
import { type Folder, useExploreChanged, useFacet, useFolders } from "../api";
import { type Done, moveTo } from "../changes";
import { holdsItems, takeDragged } from "../dragging";
import { type Node, valuesOf, withValues } from "../nodes";
import { tell } from "./ActionBar";
import { type Asked, FolderDialogs } from "./FolderDialogs";
import styles from "../Explorer.module.css";

/** The index is told of moves a moment after they are made. */
const SETTLES_MS = [1_500, 4_000] as const;

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
  const [asked, setAsked] = useState<Asked | null>(null);
  const client = useQueryClient();
  const exploreChanged = useExploreChanged();
  const changed = () => {
    void client.invalidateQueries({ queryKey: ["folders"] });
    exploreChanged();
  };
  const done = (said: Done) => {
    changed();
    for (const later of SETTLES_MS) setTimeout(changed, later);
    tell(said, changed);
  };
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
        {rows.map((branch) => (
          <Row
            key={branch.folder.id}
            branch={branch}
            isClosed={closed.has(branch.folder.id)}
            isChosen={chosen.includes(branch.folder.id)}
            onTwist={(id) => setClosed((before) => (before.has(id) ? new Set([...before].filter((one) => one !== id)) : new Set([...before, id])))}
            onChoose={(id) => change(withValues(nodes, "folder", chosen.includes(id) ? [] : [id]))}
            onAsk={setAsked}
            onDrop={(folder) => moveTo(takeDragged(), folder.id, folder.parent ? folder.name : "the root folder").then(done, notifyError)}
          />
        ))}
      </ul>
      {only && only.role !== "viewer" && <NewFolder parent={only} />}
      <FolderDialogs
        asked={asked}
        folders={query.data}
        onClose={() => setAsked(null)}
        onDone={(said) => {
          if (asked?.what === "delete" && chosen.includes(asked.folder.id)) change(withValues(nodes, "folder", []));
          done(said);
        }}
      />
    </>
  );
}

function Row({ branch, isClosed, isChosen, onTwist, onChoose, onAsk, onDrop }: {
  branch: Branch;
  isClosed: boolean;
  isChosen: boolean;
  onTwist: (id: string) => void;
  onChoose: (id: string) => void;
  onAsk: (asked: Asked) => void;
  onDrop: (folder: Folder) => void;
}) {
  const { folder, depth, items, children } = branch;
  const [isOver, setOver] = useState(false);
  const mayChange = folder.role !== "viewer";
  const over = (event: DragEvent) => {
    if (!mayChange || !holdsItems(event.dataTransfer)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "move";
    setOver(true);
  };
  const drop = (event: DragEvent) => {
    setOver(false);
    if (!mayChange || !holdsItems(event.dataTransfer)) return;
    event.preventDefault();
    onDrop(folder);
  };
  return (
    <li className={styles.folder} style={{ paddingLeft: depth * 12 }} data-over={isOver || undefined} onDragOver={over} onDragLeave={() => setOver(false)} onDrop={drop}>
      {children.length > 0 ? (
        <button type="button" className={styles.twist} aria-expanded={!isClosed} aria-label={`Folders in ${folder.name}`} onClick={() => onTwist(folder.id)}>
          {isClosed ? "▸" : "▾"}
        </button>
      ) : (
        <span className={styles.twist} />
      )}
      <button type="button" className={styles.value} aria-pressed={isChosen} onClick={() => onChoose(folder.id)}>
        <IconFolder size={14} />
        <span title={folder.name}>{folder.parent ? folder.name : "All folders"}</span>
        <small>{items.toLocaleString("en")}</small>
      </button>
      {mayChange && folder.parent && (
        <What folder={folder} onAsk={onAsk} />
      )}
    </li>
  );
}

/** What can be done with a folder. The menu exists only while it is open: with hundreds of folders closed ones would take long to draw. */
function What({ folder, onAsk }: { folder: Folder; onAsk: (asked: Asked) => void }) {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const label = `What to do with ${folder.name}`;
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <>
      <ActionIcon ref={button} variant="subtle" aria-label={label} aria-haspopup="menu" aria-expanded={isOpen} onMouseDown={(event) => isOpen && event.stopPropagation()} onClick={() => setOpen(!isOpen)}>
        <IconDots size={14} />
      </ActionIcon>
      {isOpen && (
        <Menu opened position="bottom-end" onChange={(next) => !next && close()}>
          <Menu.Target>
            <span />
          </Menu.Target>
          <Menu.Dropdown aria-label={label}>
            <Menu.Item onClick={() => onAsk({ what: "rename", folder })}>Rename…</Menu.Item>
            <Menu.Item onClick={() => onAsk({ what: "move", folder })}>Move…</Menu.Item>
            {folder.role === "admin" && (
              <Menu.Item color="red" onClick={() => onAsk({ what: "delete", folder })}>
                Delete…
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
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
