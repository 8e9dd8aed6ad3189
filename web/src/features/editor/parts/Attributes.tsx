import { Button, Group } from "@mantine/core";
import { useMemo } from "react";
import { drawn, withAnswers } from "@/canvas/codec";
import { polygonArea } from "@/canvas/geometry/polygon";
import { Keys, useNames } from "@/shared";
import type { Issue } from "../api";
import { useEditor, useObjects, useSelected, useSignal } from "../hooks";
import { acceptChosen, refuseChosen } from "../keys";
import type { TaskSession } from "../session";
import styles from "./editor.module.css";
import { Fields } from "./Fields";

/** What is selected: its facts and its questions; a pre-label's acceptance. */
export function Attributes({ session, issues, onDone }: { session: TaskSession; issues: readonly Issue[]; onDone: () => void }) {
  const { editor, ontology } = session;
  const one = useSelected(editor);
  const canEdit = useEditor(editor, (state) => state.canEdit);
  const nameOf = useNames();
  const selection = useEditor(editor, (state) => state.selection);
  const problems = useSignal(session.autosave.problems);
  const objects = useObjects(editor);
  const offered = useMemo(() => objects.filter((other) => other.proposed), [objects]);
  const style = ontology.classes.find((other) => other.id === one?.class_id);
  if (!one) {
    if (selection.size > 1) return <div className={styles.attributes}><p className={styles.quiet}>{selection.size} objects are selected. A class key changes them all; drag moves them.</p></div>;
    return (
      <div className={styles.attributes}>
        <p className={styles.quiet}>{offered.length > 0 ? <>{offered.length} pre-labels wait for a word: <Keys chord="j" /> goes to the next, <Keys chord="a" /> accepts, <Keys chord="x" /> refuses.</> : "Select an object to see its attributes."}</p>
      </div>
    );
  }
  const shape = drawn(one);
  const wrong = problems.filter((problem) => problem.object_id === one.object_id);
  return (
    <section className={styles.attributes} aria-label="Attributes">
      <h2 className={styles.heading}>
        <span className={styles.swatch} style={{ background: style?.colour }} />
        <span className={styles.cut}>{style?.name ?? one.class_id}</span>
      </h2>
      <p className={styles.facts}>
        {shape?.mask ? "mask (shown, not edited here)" : shape?.polygon ? `polygon, ${Math.round(polygonArea(shape.polygon))} px²` : shape?.box ? `box ${Math.round(shape.box[2])} × ${Math.round(shape.box[3])} px` : ""}
        {one.origin !== "human" && ` · from ${one.origin === "model" ? "a model" : "an import"}`}
        {one.origin === "model" && `, ${Math.round(one.confidence * 100)} %`}
        {one.is_crowd && " · crowd"}
        {one.updated_by || one.created_by ? ` · by ${nameOf(one.updated_by || one.created_by)}` : ""}
      </p>
      {one.proposed && canEdit && (
        <Group gap="xs" mb="xs">
          <Button size="compact-xs" color="green" onClick={() => acceptChosen(editor)} rightSection={<Keys chord="a" />}>Accept</Button>
          <Button size="compact-xs" variant="default" onClick={() => refuseChosen(editor)} rightSection={<Keys chord="x" />}>Refuse</Button>
        </Group>
      )}
      {issues.filter((issue) => issue.state === "open" && issue.anchor.object_id === one.object_id).map((issue) => (
        <p key={issue.id} className={styles.said}>
          {issue.comments.map((said) => `${nameOf(said.by)}: ${said.text}`).join("\n")}
        </p>
      ))}
      {wrong.map((problem) => <p key={problem.reason} className={styles.problem}>{problem.reason}</p>)}
      {style && style.attributes.length > 0 ? (
        <Fields of={style} id={one.object_id} answers={one.answers ?? {}} disabled={!canEdit} onAnswers={(answers) => editor.commit([[one.object_id, withAnswers(one, answers)]])} onDone={onDone} />
      ) : (
        <p className={styles.quiet}>This class has no attributes.</p>
      )}
    </section>
  );
}
