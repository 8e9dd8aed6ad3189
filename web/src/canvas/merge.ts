/** The three-way merge by object id: what others saved, brought into a document that was changed since. */
import { sameContent, type Annotation } from "./codec";

type Objects = ReadonlyMap<string, Annotation>;

/** One object that both sides changed in different ways; null: removed there. */
export interface Clash {
  id: string;
  mine: Annotation | null;
  theirs: Annotation | null;
}

export interface Merged {
  /** What the document has to become: all that they changed, where both did theirs. */
  take: [string, Annotation | null][];
  clashes: Clash[];
}

/**
 * @param base What both sides began with.
 * @param mine What the document holds now.
 * @param theirs What the server holds now.
 */
export function merge(base: Objects, mine: (id: string) => Annotation | null, theirs: Objects): Merged {
  const take: [string, Annotation | null][] = [];
  const clashes: Clash[] = [];
  for (const id of new Set([...base.keys(), ...theirs.keys()])) {
    const was = base.get(id) ?? null;
    const their = theirs.get(id) ?? null;
    if (sameContent(was, their)) continue;
    const my = mine(id);
    if (sameContent(my, their)) continue;
    take.push([id, their]);
    if (!sameContent(my, was)) clashes.push({ id, mine: my, theirs: their });
  }
  return { take, clashes };
}
