import { Button, Checkbox, ColorInput, Fieldset, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { Panel, Quiet } from "@/shared";
import type { Change, OntologyClass } from "../api";
import styles from "../ontologies.module.css";
import { AttributeTree } from "./AttributeTree";

const SHAPES = ["box", "polygon", "mask"] as const;
type Shape = (typeof SHAPES)[number];

interface Draft {
  name: string;
  colour: string;
  hotkey: string;
  supercategory: string;
  shapes: readonly Shape[];
}

/** What the form shows: what was typed, and of all else the class as it is now, which other saves change. */
function draftOf(found: OntologyClass, { shapes = [], ...changed }: Partial<Draft>): Draft {
  const has = found.shapes ?? [];
  return {
    name: found.name,
    colour: found.colour ?? "#4C6EF5",
    hotkey: found.hotkey ?? "",
    supercategory: found.supercategory ?? "",
    ...changed,
    shapes: [...has, ...shapes.filter((one) => !has.includes(one))],
  };
}

/** What was changed again while `saved` was being saved. */
function without(now: Partial<Draft>, saved: Partial<Draft>): Partial<Draft> {
  return Object.fromEntries(Object.entries(now).filter(([name, value]) => saved[name as keyof Draft] !== value));
}

/** A class's own facts as one form, its attributes beneath. Shapes can be added, not taken away: labels may have them. */
export function ClassEditor({ found, onSave, busy }: { found: OntologyClass; onSave: (changes: Change[], done?: () => void) => void; busy: boolean }) {
  const [changed, setChanged] = useState<Partial<Draft>>({});
  const draft = draftOf(found, changed);
  const change = (part: Partial<Draft>) => setChanged((before) => ({ ...before, ...part }));
  const isWhole = (found.shapes?.length ?? 0) === 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const shapes = draft.shapes.length > (found.shapes?.length ?? 0) ? [...draft.shapes] : undefined;
    const hotkey = draft.hotkey === (found.hotkey ?? "") ? undefined : draft.hotkey;
    onSave([{ op: "change-class", class_id: found.id, name: draft.name.trim(), colour: draft.colour, supercategory: draft.supercategory, hotkey, shapes }], () => setChanged((now) => without(now, changed)));
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
          <TextInput label="Name" required value={draft.name} onChange={(event) => change({ name: event.currentTarget.value })} />
          <ColorInput size="xs" label="Colour" format="hex" eyeDropperButtonProps={{ "aria-label": "Pick a colour from the screen" }} value={draft.colour} onChange={(colour) => change({ colour })} w="8rem" />
          <TextInput label="Key" maxLength={1} w="3.5rem" value={draft.hotkey} onChange={(event) => change({ hotkey: event.currentTarget.value })} />
          <TextInput label="Supercategory" w="9rem" value={draft.supercategory} onChange={(event) => change({ supercategory: event.currentTarget.value })} />
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
                  onChange={(event) => change({ shapes: event.currentTarget.checked ? [...draft.shapes, shape] : draft.shapes.filter((one) => one !== shape) })}
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
