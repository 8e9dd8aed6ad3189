/** Undo and redo by inverse change sets, for as long as the document is open; saving does not end it. */
import { inverse, type Change, type ChangeSet, type DocumentStore } from "./store";

const DEEP = 1_000;

export class History {
  private done: Change[][] = [];
  private undone: Change[][] = [];
  private readonly stop: () => void;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly store: DocumentStore) {
    this.stop = store.subscribe((set) => this.record(set));
  }

  get canUndo(): boolean {
    return this.done.length > 0;
  }

  get canRedo(): boolean {
    return this.undone.length > 0;
  }

  /** Take back the last local change set; answers the ids that changed. */
  undo(): string[] {
    return this.step(this.done, this.undone);
  }

  redo(): string[] {
    return this.step(this.undone, this.done);
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  end(): void {
    this.stop();
  }

  private step(from: Change[][], to: Change[][]): string[] {
    const last = from.pop();
    if (!last) return [];
    const back = inverse({ origin: "undo", changes: last });
    to.push(back);
    this.store.set(back.map(({ id, after }) => [id, after] as const), "undo");
    this.tell();
    return back.map(({ id }) => id);
  }

  private record(set: ChangeSet): void {
    if (set.origin === "local") {
      this.done.push([...set.changes]);
      if (this.done.length > DEEP) this.done.shift();
      this.undone = [];
    } else if (set.origin === "remote") {
      const theirs = new Set(set.changes.map(({ id }) => id));
      this.done = without(this.done, theirs);
      this.undone = without(this.undone, theirs);
    }
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

/** Undoing must not take back what others did: what they changed leaves the history. */
function without(sets: Change[][], ids: ReadonlySet<string>): Change[][] {
  return sets.map((set) => set.filter(({ id }) => !ids.has(id))).filter((set) => set.length > 0);
}
