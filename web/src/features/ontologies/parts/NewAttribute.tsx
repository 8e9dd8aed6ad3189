import { Button, Checkbox, Select, TagsInput, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Schemas } from "@/api/client";
import { asOneOf } from "@/shared";
import styles from "../ontologies.module.css";

const KINDS = ["radio", "checklist", "text", "number"] as const;

/** A question to add: what is asked, how it is answered, and the answers to choose from. */
export function NewAttribute({ onAdd, onCancel, busy }: { onAdd: (add: Schemas["NewAttribute"]) => void; onCancel: () => void; busy: boolean }) {
  const [name, setName] = useState("");
  const [kind, setKind] = useState<(typeof KINDS)[number]>("radio");
  const [options, setOptions] = useState<string[]>([]);
  const [required, setRequired] = useState(false);
  const chooses = kind === "radio" || kind === "checklist";
  const isWhole = name.trim() !== "" && (!chooses || options.length > 0);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onAdd({ name: name.trim(), kind, required, options: chooses ? options : [] });
  };
  return (
    <form onSubmit={submit} className={styles.form} aria-label="New attribute">
      <div className={styles.row}>
        <TextInput label="Attribute" autoFocus value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <Select label="Answered by" w="8rem" data={[...KINDS]} value={kind} onChange={(value) => setKind(asOneOf(value, KINDS) ?? "radio")} />
        <Checkbox label="required" mb={6} checked={required} onChange={(event) => setRequired(event.currentTarget.checked)} />
      </div>
      {chooses && <TagsInput label="Options" description="Enter or a comma after each" acceptValueOnBlur value={options} onChange={setOptions} />}
      <div className={styles.row}>
        <Button type="submit" size="compact-xs" disabled={!isWhole} loading={busy}>
          Add
        </Button>
        <Button size="compact-xs" variant="default" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
