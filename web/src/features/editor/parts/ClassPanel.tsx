import { TextInput } from "@mantine/core";
import { useMemo, useState } from "react";
import type { Editor } from "@/canvas/editor";
import { useKeys } from "@/shared";
import type { OntologyClass } from "../attributes";
import { useEditor } from "../hooks";
import { classKeys } from "../keys";
import styles from "./editor.module.css";

const SEARCH_FROM = 8;

/** The classes that are drawn, with their keys. */
export function ClassPanel({ editor, classes, isOpen, onTaken }: { editor: Editor; classes: readonly OntologyClass[]; isOpen: boolean; onTaken: () => void }) {
  const now = useEditor(editor, (state) => state.classId);
  const keys = useMemo(() => classKeys(classes), [classes]);
  const [text, setText] = useState("");
  const [field, setField] = useState<HTMLInputElement | null>(null);
  const shown = classes.filter((one) => one.name.toLowerCase().includes(text.toLowerCase()));
  useKeys([{ id: "editor.class-search", scope: "Classes", keys: "/", title: "Find a class", run: () => field?.focus() }], classes.length > SEARCH_FROM);
  const take = (one: OntologyClass | undefined): void => {
    if (!one) return;
    editor.takeClass(one.id);
    setText("");
    field?.blur();
    onTaken();
  };
  if (classes.length === 0) return <p className={styles.quiet}>This ontology has no class that is drawn.</p>;
  return (
    <div className={styles.classes}>
      {classes.length > SEARCH_FROM && (
        <TextInput ref={setField} value={text} onChange={(event) => setText(event.currentTarget.value)} onKeyDown={(event) => event.key === "Enter" && take(shown[0])} placeholder="Find a class" aria-label="Find a class" />
      )}
      <ul className={styles.plain} aria-label="Classes">
        {shown.map((one) => (
          <li key={one.id}>
            <button type="button" className={styles.class} aria-pressed={now === one.id} disabled={!isOpen} onClick={() => take(one)} title={`Drawn as ${one.shapes.join(" or ")}`}>
              <span className={styles.swatch} style={{ background: one.colour }} />
              <span className={styles.cut}>{one.name}</span>
              {keys.has(one.id) && <kbd>{keys.get(one.id)?.toUpperCase()}</kbd>}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
