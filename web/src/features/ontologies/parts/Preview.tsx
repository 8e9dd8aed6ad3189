import { Checkbox, NumberInput, Radio, TextInput } from "@mantine/core";
import { useState } from "react";
import { Panel, Quiet } from "@/shared";
import type { Attribute, OntologyClass } from "../api";
import styles from "../ontologies.module.css";

type Answers = Record<string, string | number | string[]>;

/** The questions as a labeller will see them; what is answered here is kept nowhere. */
export function Preview({ found }: { found: OntologyClass }) {
  const [answers, setAnswers] = useState<Answers>({});
  const asked = (found.attributes ?? []).filter((one) => !one.archived);
  return (
    <Panel title="As a labeller sees it">
      <div className={styles.row}>
        <span className={styles.swatch} style={{ background: found.colour }} />
        <strong>{found.name}</strong>
        <span>{found.shapes?.length ? found.shapes.join(", ") : "whole picture"}</span>
        {found.hotkey && <kbd>{found.hotkey}</kbd>}
      </div>
      {asked.length === 0 ? <Quiet>Nothing is asked about it.</Quiet> : asked.map((one) => <Question key={one.id} found={one} answers={answers} onAnswer={(id, value) => setAnswers((before) => ({ ...before, [id]: value }))} />)}
    </Panel>
  );
}

function Question({ found, answers, onAnswer }: { found: Attribute; answers: Answers; onAnswer: (id: string, value: string | number | string[]) => void }) {
  const value = answers[found.id];
  const options = (found.options ?? []).filter((one) => !one.archived);
  if (found.kind === "radio") {
    const chosen = options.find((one) => one.id === value);
    return (
      <div className={styles.question}>
        <Radio.Group label={found.name} required={found.required} value={typeof value === "string" ? value : null} onChange={(id) => onAnswer(found.id, id)}>
          {options.map((one) => (
            <Radio key={one.id} value={one.id} label={one.name} mt={4} />
          ))}
        </Radio.Group>
        <div className={styles.nested}>
          {chosen?.attributes?.filter((one) => !one.archived).map((one) => <Question key={one.id} found={one} answers={answers} onAnswer={onAnswer} />)}
        </div>
      </div>
    );
  }
  if (found.kind === "checklist") {
    return (
      <div className={styles.question}>
        <Checkbox.Group label={found.name} required={found.required} value={Array.isArray(value) ? value : []} onChange={(ids) => onAnswer(found.id, ids)}>
          {options.map((one) => (
            <Checkbox key={one.id} value={one.id} label={one.name} mt={4} />
          ))}
        </Checkbox.Group>
      </div>
    );
  }
  if (found.kind === "number") {
    return <NumberInput label={found.name} required={found.required} value={Array.isArray(value) ? "" : (value ?? "")} onChange={(said) => onAnswer(found.id, said)} />;
  }
  return <TextInput label={found.name} required={found.required} value={typeof value === "string" ? value : ""} onChange={(event) => onAnswer(found.id, event.currentTarget.value)} />;
}
