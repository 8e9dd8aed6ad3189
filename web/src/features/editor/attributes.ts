/** Which questions an object is asked, and which answers belong to them. */
import type { Schemas } from "@/api/client";
import type { Answer } from "@/canvas/codec";

export type Attribute = Schemas["Attribute"];
export type OntologyClass = Schemas["OntologyClass"];
export type Answers = Record<string, Answer>;

/** The attributes that are asked, with how deep they are nested: the class's, and those that chosen options open. */
export function asked(attributes: readonly Attribute[], answers: Answers, depth = 0): { attribute: Attribute; depth: number }[] {
  return attributes.flatMap((attribute) => {
    if (attribute.archived && answers[attribute.id] === undefined) return [];
    const chosen = attribute.kind === "radio" ? attribute.options.find((option) => option.id === answers[attribute.id]) : undefined;
    return [{ attribute, depth }, ...(chosen ? asked(chosen.attributes, answers, depth + 1) : [])];
  });
}

/** With one answer given (undefined: taken back); those to questions that are no longer asked go with it. */
export function answered(one: OntologyClass, answers: Answers, id: string, answer: Answer | undefined): Answers {
  const next = { ...answers };
  if (isEmpty(answer)) delete next[id];
  else next[id] = answer as Answer;
  const open = new Set(asked(one.attributes, next).map(({ attribute }) => attribute.id));
  return Object.fromEntries(Object.entries(next).filter(([key]) => open.has(key)));
}

/** Required and without an answer. */
export function missing(one: OntologyClass, answers: Answers): Attribute[] {
  return asked(one.attributes, answers)
    .map(({ attribute }) => attribute)
    .filter((attribute) => attribute.required && !attribute.archived && isEmpty(answers[attribute.id]));
}

export function isEmpty(answer: Answer | undefined): boolean {
  return answer === undefined || answer === "" || (Array.isArray(answer) && answer.length === 0);
}
