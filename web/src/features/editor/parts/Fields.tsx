import { Checkbox, NumberInput, Radio, Stack, Textarea } from "@mantine/core";
import { useCallback, useLayoutEffect, useRef, useState } from "react";
import type { Answer } from "@/canvas/codec";
import { numberOf } from "@/shared";
import { answered, asked, isEmpty, type Answers, type Attribute, type OntologyClass } from "../attributes";
import styles from "./editor.module.css";

const AFTER_MS = 500;
/** The first leaves the outbox the time to be written; not every leave has it. */
const LEAVING = ["beforeunload", "pagehide"] as const;

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

function Words({ attribute, answer, disabled, onAnswer, onDone }: FieldProps) {
  const { typed, type, keep, ...field } = useTyped<string, HTMLTextAreaElement>(onAnswer);
  return (
    <Textarea
      label={attribute.name}
      withAsterisk={attribute.required}
      autosize
      maxRows={6}
      disabled={disabled}
      value={typed ?? (typeof answer === "string" ? answer : "")}
      onChange={(event) => type(event.currentTarget.value)}
      {...field}
      onKeyDown={(event) => {
        if (event.ctrlKey || event.metaKey) keep();
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
  const { typed, type, keep, ...field } = useTyped<number | string, HTMLInputElement>((raw) => {
    const said = numberOf(raw);
    if (said !== undefined || raw === "") onAnswer(said);
  });
  return (
    <NumberInput
      label={attribute.name}
      withAsterisk={attribute.required}
      disabled={disabled}
      value={typed ?? (typeof answer === "number" ? answer : "")}
      onChange={type}
      {...field}
      onKeyDown={(event) => {
        if (event.ctrlKey || event.metaKey) keep();
        if (event.key === "Escape" || event.key === "Enter") {
          event.currentTarget.blur();
          onDone();
        }
      }}
    />
  );
}

/**
 * What is typed becomes an answer a moment after the last key, so that undo takes back a typing and not a letter; at once when
 * the field or the page is left, and before a command of the keyboard, which may save or hand over what is there. The field
 * shows it as it was typed until it is left: an unfinished number is text still.
 */
function useTyped<T, E extends HTMLElement>(answer: (typed: T) => void) {
  const [typed, setTyped] = useState<T | null>(null);
  const waiting = useRef<{ typed: T } | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const ref = useRef<E>(null);
  const newest = useRef(answer);
  useLayoutEffect(() => {
    newest.current = answer;
  });
  const keep = useCallback(() => {
    clearTimeout(timer.current);
    const last = waiting.current;
    waiting.current = null;
    if (last) newest.current(last.typed);
  }, []);
  // In the layout's phase: the session around it saves and ends in the one after.
  useLayoutEffect(() => {
    for (const event of LEAVING) window.addEventListener(event, keep);
    return () => {
      for (const event of LEAVING) window.removeEventListener(event, keep);
      keep();
    };
  }, [keep]);
  const type = (next: T): void => {
    waiting.current = { typed: next };
    clearTimeout(timer.current);
    if (ref.current === document.activeElement) {
      setTyped(next);
      timer.current = setTimeout(keep, AFTER_MS);
    } else keep();
  };
  const onBlur = (): void => {
    keep();
    setTyped(null);
  };
  return { typed, type, keep, ref, onBlur };
}

/** What may be chosen, and what was chosen before it was archived. */
function open(attribute: Attribute, answer: Answer | undefined): Attribute["options"] {
  return attribute.options.filter((option) => !option.archived || option.id === answer || (Array.isArray(answer) && answer.includes(option.id)));
}
