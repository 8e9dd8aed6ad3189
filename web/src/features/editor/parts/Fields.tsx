import { Checkbox, NumberInput, Radio, Stack, Textarea } from "@mantine/core";
import { useState } from "react";
import type { Answer } from "@/canvas/codec";
import { answered, asked, isEmpty, type Answers, type Attribute, type OntologyClass } from "../attributes";
import styles from "./editor.module.css";

/** The questions of a class with their answers; nested ones appear as their option is chosen. */
export function Fields({ of, id, answers, disabled, onAnswers, onDone }: { of: OntologyClass; id: string; answers: Answers; disabled: boolean; onAnswers: (next: Answers) => void; onDone: () => void }) {
  return (
    <Stack gap="xs">
      {asked(of.attributes, answers).map(({ attribute, depth }) => (
        <div key={`${id} ${attribute.id}`} className={styles.field} data-depth={Math.min(depth, 4)} data-missing={(attribute.required && isEmpty(answers[attribute.id])) || undefined}>
          <Field attribute={attribute} answer={answers[attribute.id]} disabled={disabled} onAnswer={(answer) => onAnswers(answered(of, answers, attribute.id, answer))} onDone={onDone} />
        </div>
      ))}
    </Stack>
  );
}

interface FieldProps {
  attribute: Attribute;
  answer: Answer | undefined;
  disabled: boolean;
  onAnswer: (answer: Answer | undefined) => void;
  onDone: () => void;
}

function Field(props: FieldProps) {
  switch (props.attribute.kind) {
    case "radio":
      return <Choice {...props} />;
    case "checklist":
      return <Choices {...props} />;
    case "text":
      return <Words {...props} />;
    case "number":
      return <Figure {...props} />;
  }
}

function Choice({ attribute, answer, disabled, onAnswer }: FieldProps) {
  return (
    <Radio.Group label={attribute.name} withAsterisk={attribute.required} value={typeof answer === "string" ? answer : null} onChange={onAnswer}>
      <div className={styles.options}>
        {open(attribute, answer).map((option) => (
          <Radio key={option.id} value={option.id} label={option.name} disabled={disabled} onClick={() => !attribute.required && option.id === answer && onAnswer(undefined)} />
        ))}
      </div>
    </Radio.Group>
  );
}

function Choices({ attribute, answer, disabled, onAnswer }: FieldProps) {
  return (
    <Checkbox.Group label={attribute.name} withAsterisk={attribute.required} value={Array.isArray(answer) ? answer : []} onChange={onAnswer}>
      <div className={styles.options}>
        {open(attribute, answer).map((option) => (
          <Checkbox key={option.id} value={option.id} label={option.name} disabled={disabled} />
        ))}
      </div>
    </Checkbox.Group>
  );
}

/** Typed words become an answer when the field is left, so that undo takes back an answer and not a letter. */
function Words({ attribute, answer, disabled, onAnswer, onDone }: FieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const leave = (): void => {
    if (typed !== null) onAnswer(typed);
    setTyped(null);
  };
  return (
    <Textarea
      label={attribute.name}
      withAsterisk={attribute.required}
      autosize
      maxRows={6}
      disabled={disabled}
      value={typed ?? (typeof answer === "string" ? answer : "")}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={leave}
      onKeyDown={(event) => {
        if (event.key === "Escape" || (event.key === "Enter" && !event.shiftKey)) {
          event.preventDefault();
          event.currentTarget.blur();
          onDone();
        }
      }}
    />
  );
}

function Figure({ attribute, answer, disabled, onAnswer, onDone }: FieldProps) {
  const [typed, setTyped] = useState<number | string | null>(null);
  const leave = (): void => {
    if (typed !== null) onAnswer(typeof typed === "number" ? typed : undefined);
    setTyped(null);
  };
  return (
    <NumberInput
      label={attribute.name}
      withAsterisk={attribute.required}
      disabled={disabled}
      value={typed ?? (typeof answer === "number" ? answer : "")}
      onChange={setTyped}
      onBlur={leave}
      onKeyDown={(event) => {
        if (event.key === "Escape" || event.key === "Enter") {
          event.currentTarget.blur();
          onDone();
        }
      }}
    />
  );
}

/** What may be chosen, and what was chosen before it was archived. */
function open(attribute: Attribute, answer: Answer | undefined): Attribute["options"] {
  return attribute.options.filter((option) => !option.archived || option.id === answer || (Array.isArray(answer) && answer.includes(option.id)));
}
