import { Button, Checkbox, ColorInput, Fieldset, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { Panel, Quiet } from "@/shared";
import type { Change, OntologyClass } from "../api";
import styles from "../ontologies.module.css";
import { AttributeTree } from "./AttributeTree";

const SHAPES = ["box", "polygon", "mask"] as const;

/** A class's own facts as one form, its attributes beneath. Shapes can be added, not taken away: labels may have them. */
export function ClassEditor({ found, onSave, busy }: { found: OntologyClass; onSave: (changes: Change[], done?: () => void) => void; busy: boolean }) {
  const [draft, setDraft] = useState({ name: found.name, colour: found.colour ?? "#4C6EF5", hotkey: found.hotkey ?? "", supercategory: found.supercategory ?? "", shapes: found.shapes ?? [] });
  const isWhole = (found.shapes?.length ?? 0) === 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const shapes = draft.shapes.length > (found.shapes?.length ?? 0) ? draft.shapes : undefined;
    const hotkey = draft.hotkey === (found.hotkey ?? "") ? undefined : draft.hotkey;
    onSave([{ op: "change-class", class_id: found.id, name: draft.name.trim(), colour: draft.colour, supercategory: draft.supercategory, hotkey, shapes }]);
  };
  return (
    <Panel
      title={found.name}
      actions={
        <Button size="compact-xs" variant="default" loading={busy} onClick={() => onSave([{ op: "change-class", class_id: found.id, archived: !found.archived }])}>
          {found.archived ? "Take out of the archive" : "Archive"}
        </Button>
      }
    >
      <form onSubmit={submit} className={styles.form}>
        <div className={styles.row}>
          <TextInput label="Name" required value={draft.name} onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })} />
          <ColorInput size="xs" label="Colour" format="hex" eyeDropperButtonProps={{ "aria-label": "Pick a colour from the screen" }} value={draft.colour} onChange={(colour) => setDraft({ ...draft, colour })} w="8rem" />
          <TextInput label="Key" maxLength={1} w="3.5rem" value={draft.hotkey} onChange={(event) => setDraft({ ...draft, hotkey: event.currentTarget.value })} />
          <TextInput label="Supercategory" w="9rem" value={draft.supercategory} onChange={(event) => setDraft({ ...draft, supercategory: event.currentTarget.value })} />
        </div>
        {isWhole ? (
          <Quiet>A classification of the whole picture: it has no shapes.</Quiet>
        ) : (
          <Fieldset legend="Shapes" p="xs">
            <div className={styles.row}>
              {SHAPES.map((shape) => (
                <Checkbox
                  key={shape}
                  label={shape}
                  checked={draft.shapes.includes(shape)}
                  disabled={found.shapes?.includes(shape)}
                  onChange={(event) => setDraft({ ...draft, shapes: event.currentTarget.checked ? [...draft.shapes, shape] : draft.shapes.filter((one) => one !== shape) })}
                />
              ))}
            </div>
          </Fieldset>
        )}
        <div className={styles.row}>
          <Button type="submit" loading={busy}>
            Save class
          </Button>
        </div>
      </form>
      <h3>Attributes</h3>
      <AttributeTree classId={found.id} attributes={found.attributes ?? []} onSave={onSave} busy={busy} />
    </Panel>
  );
}
