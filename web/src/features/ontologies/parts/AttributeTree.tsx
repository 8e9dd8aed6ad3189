import { ActionIcon, Badge, Button, Checkbox, TextInput } from "@mantine/core";
import { IconArchive, IconArchiveOff, IconPencil } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import type { Attribute, Change, Option } from "../api";
import styles from "../ontologies.module.css";
import { NewAttribute } from "./NewAttribute";

interface Editing {
  classId: string;
  onSave: (changes: Change[], done?: () => void) => void;
  busy: boolean;
}

/** Attributes, their options, and what an option of a radio opens. */
export function AttributeTree({ attributes, below, ...editing }: Editing & { attributes: readonly Attribute[]; below?: [string, string] }) {
  const [adds, setAdds] = useState(false);
  const { classId, onSave, busy } = editing;
  return (
    <ul className={styles.tree}>
      {attributes.map((one) => (
        <AttributeNode key={one.id} found={one} {...editing} />
      ))}
      <li>
        {adds ? (
          <NewAttribute busy={busy} onCancel={() => setAdds(false)} onAdd={(add) => onSave([{ op: "add-attribute", class_id: classId, below: below ?? null, add }], () => setAdds(false))} />
        ) : (
          <Button size="compact-xs" variant="subtle" onClick={() => setAdds(true)}>
            {below ? "Add nested attribute" : "Add attribute"}
          </Button>
        )}
      </li>
    </ul>
  );
}

function AttributeNode({ found, ...editing }: Editing & { found: Attribute }) {
  const { classId, onSave } = editing;
  const change = (said: { name?: string; required?: boolean; archived?: boolean }) => onSave([{ op: "change-attribute", class_id: classId, attribute_id: found.id, ...said }]);
  const canNest = found.kind === "radio";
  return (
    <li className={styles.node}>
      <div className={styles.nodeline}>
        <Renamed name={found.name} archived={found.archived} onRename={(name) => change({ name })} />
        <Badge color="gray">{found.kind}</Badge>
        <Checkbox label="required" checked={found.required ?? false} onChange={(event) => change({ required: event.currentTarget.checked })} />
        <Archive name={found.name} archived={found.archived} onChange={(archived) => change({ archived })} />
      </div>
      {(found.kind === "radio" || found.kind === "checklist") && (
        <ul className={styles.tree}>
          {found.options?.map((one) => (
            <OptionNode key={one.id} attribute={found.id} found={one} canNest={canNest} {...editing} />
          ))}
          <li>
            <AddOption onAdd={(name, done) => onSave([{ op: "add-option", class_id: classId, attribute_id: found.id, add: { name } }], done)} of={found.name} />
          </li>
        </ul>
      )}
    </li>
  );
}

function OptionNode({ attribute, found, canNest, ...editing }: Editing & { attribute: string; found: Option; canNest: boolean }) {
  const { classId, onSave } = editing;
  const change = (said: { name?: string; archived?: boolean }) => onSave([{ op: "change-option", class_id: classId, attribute_id: attribute, option_id: found.id, ...said }]);
  return (
    <li className={styles.node}>
      <div className={styles.nodeline}>
        <Renamed name={found.name} archived={found.archived} onRename={(name) => change({ name })} />
        <Archive name={found.name} archived={found.archived} onChange={(archived) => change({ archived })} />
      </div>
      {canNest && <AttributeTree attributes={found.attributes ?? []} below={[attribute, found.id]} {...editing} />}
    </li>
  );
}

function Renamed({ name, archived, onRename }: { name: string; archived: boolean | undefined; onRename: (name: string) => void }) {
  const [text, setText] = useState<string | null>(null);
  if (text === null) {
    return (
      <>
        <span className={archived ? styles.archived : undefined}>{name}</span>
        <ActionIcon aria-label={`Rename ${name}`} onClick={() => setText(name)}>
          <IconPencil size={14} />
        </ActionIcon>
      </>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() && text.trim() !== name) onRename(text.trim());
    setText(null);
  };
  return (
    <form onSubmit={submit} className={styles.inline}>
      <TextInput aria-label={`New name of ${name}`} autoFocus value={text} onChange={(event) => setText(event.currentTarget.value)} onKeyDown={(event) => event.key === "Escape" && setText(null)} />
      <Button type="submit" size="compact-xs">
        Rename
      </Button>
    </form>
  );
}

function Archive({ name, archived, onChange }: { name: string; archived: boolean | undefined; onChange: (archived: boolean) => void }) {
  return (
    <ActionIcon aria-label={archived ? `Take ${name} out of the archive` : `Archive ${name}`} onClick={() => onChange(!archived)}>
      {archived ? <IconArchiveOff size={14} /> : <IconArchive size={14} />}
    </ActionIcon>
  );
}

function AddOption({ onAdd, of }: { onAdd: (name: string, done: () => void) => void; of: string }) {
  const [name, setName] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) onAdd(name.trim(), () => setName((now) => (now === name ? "" : now)));
  };
  return (
    <form onSubmit={submit} className={styles.inline}>
      <TextInput aria-label={`New option of ${of}`} placeholder="New option" value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <Button type="submit" size="compact-xs" variant="subtle" disabled={!name.trim()}>
        Add option
      </Button>
    </form>
  );
}
