import { Checkbox } from "@mantine/core";
import { made, withAnswers } from "@/canvas/codec";
import type { OntologyClass } from "../attributes";
import { useEditor, useObjects } from "../hooks";
import type { TaskSession } from "../session";
import styles from "./editor.module.css";
import { Fields } from "./Fields";

/** What is said of the whole item: the classes without shapes. */
export function Classifications({ session, onDone }: { session: TaskSession; onDone: () => void }) {
  const { editor, ontology } = session;
  const objects = useObjects(editor);
  const classes = ontology.classes.filter((one) => one.shapes.length === 0 && (!one.archived || objects.some((other) => other.class_id === one.id)));
  if (classes.length === 0) return null;
  return (
    <section className={styles.section} aria-label="Classifications of the item">
      <h2 className={styles.heading}>Classifications</h2>
      {classes.map((one) => <Classification key={one.id} session={session} of={one} onDone={onDone} />)}
    </section>
  );
}

function Classification({ session, of, onDone }: { session: TaskSession; of: OntologyClass; onDone: () => void }) {
  const { editor } = session;
  const there = useObjects(editor).find((one) => one.class_id === of.id);
  const canEdit = useEditor(editor, (state) => state.canEdit);
  const say = (isSo: boolean): void => {
    if (!isSo) {
      if (there) editor.commit([[there.object_id, null]]);
      return;
    }
    const fresh = made(session.newId(), of.id, null);
    editor.commit([[fresh.object_id, fresh]]);
  };
  return (
    <div className={styles.classification}>
      <Checkbox label={of.name} checked={there !== undefined} disabled={!canEdit} onChange={(event) => say(event.currentTarget.checked)} />
      {there && of.attributes.length > 0 && (
        <Fields of={of} id={there.object_id} answers={there.answers ?? {}} disabled={!canEdit} onAnswers={(answers) => editor.commit([[there.object_id, withAnswers(there, answers)]])} onDone={onDone} />
      )}
    </div>
  );
}
