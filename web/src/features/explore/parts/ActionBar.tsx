import { ActionIcon, Button, Menu } from "@mantine/core";
import { IconDots, IconFolderSymlink, IconStack2, IconTags, IconX } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { Confirm, KeyHint, notify, notifyError, useFollowed, useKeys } from "@/shared";
import { useExploreChanged } from "../api";
import { type Done, readAgain, type Refused, remove } from "../changes";
import type { Chosen } from "../selection";
import type { ChangeView } from "../view";
import { CollectDialog } from "./CollectDialog";
import { MetadataDialog } from "./MetadataDialog";
import { MoveDialog } from "./MoveDialog";
import { storedSet } from "./useChosen";
import styles from "../Explorer.module.css";

type Open = "collect" | "move" | "metadata" | "delete" | null;
const SCOPE = "Explore: chosen items";

/** What can be done with the chosen items. */
export function ActionBar({ chosen, order, clear, change }: { chosen: Chosen; order: Uint32Array | undefined; clear: () => void; change: ChangeView }) {
  const [open, setOpen] = useState<Open>(null);
  const changed = useExploreChanged();
  const follow = useFollowed();
  const settle = () => {
    changed();
    setTimeout(changed, 1_500);
  };
  const done = (said: Done) => {
    settle();
    tell(said, changed);
    if (said.job) follow(said.job, settle);
  };
  const act = (work: Promise<Done>) => void work.then(done, notifyError);
  const close = () => setOpen(null);
  useKeys([
    { id: "chosen.collect", scope: SCOPE, keys: "c", title: "Put into a collection", run: () => setOpen("collect") },
    { id: "chosen.move", scope: SCOPE, keys: "m", title: "Move to a folder", run: () => setOpen("move") },
    { id: "chosen.metadata", scope: SCOPE, keys: "e", title: "Edit metadata", run: () => setOpen("metadata") },
    { id: "chosen.delete", scope: SCOPE, keys: "Delete", title: "Delete", run: () => setOpen("delete") },
    { id: "chosen.clear", scope: SCOPE, keys: "Escape", title: "Choose nothing", run: clear },
  ], open === null);
  const size = chosen.seqs.size;
  const hidden = useMemo(() => (order ? size - order.reduce((shown, seq) => shown + (chosen.seqs.has(seq) ? 1 : 0), 0) : 0), [order, chosen.seqs, size]);
  return (
    <div className={styles.actions} role="toolbar" aria-label="Chosen items">
      <b data-testid="chosen">{size.toLocaleString("en")} chosen</b>
      {hidden > 0 && <span role="status">{hidden.toLocaleString("en")} of them not shown here</span>}
      <KeyHint binding="chosen.collect">
        <Button leftSection={<IconStack2 size={14} />} onClick={() => setOpen("collect")}>
          Collection
        </Button>
      </KeyHint>
      <KeyHint binding="chosen.move">
        <Button variant="default" leftSection={<IconFolderSymlink size={14} />} onClick={() => setOpen("move")}>
          Move
        </Button>
      </KeyHint>
      <KeyHint binding="chosen.metadata">
        <Button variant="default" leftSection={<IconTags size={14} />} onClick={() => setOpen("metadata")}>
          Metadata
        </Button>
      </KeyHint>
      <Menu position="top-end">
        <Menu.Target>
          <ActionIcon size="lg" aria-label="More">
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => act(readAgain(chosen.seqs))}>Read failed files again</Menu.Item>
          <Menu.Item onClick={() => void storedSet(chosen.seqs).then(({ hash }) => change({ filter: [{ set: hash }] }), notifyError)}>Show only these</Menu.Item>
          <Menu.Item color="red" onClick={() => setOpen("delete")}>
            Delete…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ActionIcon size="lg" aria-label="Choose nothing" onClick={clear}>
        <IconX size={16} />
      </ActionIcon>
      <CollectDialog opened={open === "collect"} seqs={chosen.seqs} onClose={close} onDone={done} />
      <MoveDialog opened={open === "move"} seqs={chosen.seqs} onClose={close} onDone={done} />
      <MetadataDialog opened={open === "metadata"} seqs={chosen.seqs} onClose={close} onDone={done} />
      <Confirm
        title="Delete items"
        action={`Delete ${size.toLocaleString("en")}`}
        danger
        opened={open === "delete"}
        onClose={close}
        onConfirm={async () => {
          const said = await remove(chosen.seqs);
          clear();
          done(said);
        }}
      >
        They leave every search. Their files stay where they are, and they can be brought back.
      </Confirm>
    </div>
  );
}

/** Say what was done, what was refused and why, and offer to take it back. */
export function tell(said: Done, changed: () => void): void {
  const undo = said.undo;
  const back = (stay: readonly Refused[]) => {
    if (!notifyRefused(stay, "not taken back")) notify("Taken back.");
    changed();
    setTimeout(changed, 1_500);
  };
  notify(said.text, { action: undo ? { label: "Undo", run: () => void undo().then(back, notifyError) } : undefined });
  notifyRefused(said.refused, "not changed");
}

function notifyRefused(refused: readonly Refused[], what: string): boolean {
  const first = refused[0];
  if (first) notify(`${refused.length} ${what}. ${first.name}: ${first.reason}`, { tone: "bad" });
  return first !== undefined;
}
