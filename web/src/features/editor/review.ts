/** What a review has said of a task's objects so far. */
import type { Task, Verdict } from "./api";

/** By object: the last verdict of this round and stage. */
export type Judged = ReadonlyMap<string, Verdict>;

export function standing(verdicts: readonly Verdict[], task: Pick<Task, "round" | "stage">): Judged {
  const found = new Map<string, Verdict>();
  for (const one of verdicts) {
    if (!one.object_id || one.round !== task.round || one.stage !== task.stage) continue;
    const before = found.get(one.object_id);
    if (!before || before.at <= one.at) found.set(one.object_id, one);
  }
  return found;
}
