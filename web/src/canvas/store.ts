/** The document: the annotations of one item, changed by change sets only. */
import { drawn, sameContent, type Annotation } from "./codec";
import type { Bounds } from "./geometry/bounds";
import { Grid } from "./geometry/grid";

/** One object before and after; null: not there. */
export interface Change {
  id: string;
  before: Annotation | null;
  after: Annotation | null;
}

/** What changed at once. `local`: by this person's hand (`undo`, too: by taking something back); `remote`: it came from the server. */
export interface ChangeSet {
  origin: "local" | "undo" | "remote";
  changes: readonly Change[];
}

type Listener = (set: ChangeSet) => void;

export class DocumentStore {
  private readonly objects = new Map<string, Annotation>();
  private readonly listeners = new Set<Listener>();
  private listed: readonly Annotation[] | null = null;
  /** Where everything lies. */
  readonly grid = new Grid();

  get(id: string): Annotation | undefined {
    return this.objects.get(id);
  }

  get size(): number {
    return this.objects.size;
  }

  /** All of them, the first added first; the same array until something changes. */
  all = (): readonly Annotation[] => {
    this.listed ??= [...this.objects.values()];
    return this.listed;
  };

  subscribe = (listener: Listener): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Make objects what `wanted` says (null: gone). What is so already is no change; answers what was done. */
  set(wanted: Iterable<readonly [string, Annotation | null]>, origin: ChangeSet["origin"]): ChangeSet {
    const changes: Change[] = [];
    for (const [id, after] of wanted) {
      const before = this.objects.get(id) ?? null;
      if (before !== after && (origin === "remote" || !sameContent(before, after))) changes.push({ id, before, after });
    }
    const set: ChangeSet = { origin, changes };
    if (changes.length > 0) this.apply(set);
    return set;
  }

  /** What lies in `area` at least partly, the last added last. */
  within(area: Bounds): Annotation[] {
    const found = this.grid.query(area);
    if (found.size > this.objects.size / 4) return this.all().filter((one) => found.has(one.object_id));
    const order = this.order();
    return [...found].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0)).flatMap((id) => this.objects.get(id) ?? []);
  }

  private ordered: { of: readonly Annotation[]; by: Map<string, number> } | null = null;

  private order(): Map<string, number> {
    const all = this.all();
    if (this.ordered?.of !== all) this.ordered = { of: all, by: new Map(all.map((one, at) => [one.object_id, at])) };
    return this.ordered.by;
  }

  private apply(set: ChangeSet): void {
    for (const { id, after } of set.changes) {
      if (after === null) {
        this.objects.delete(id);
        this.grid.delete(id);
        continue;
      }
      this.objects.set(id, after);
      const shape = drawn(after);
      if (shape) this.grid.set(id, shape.bounds);
      else this.grid.delete(id);
    }
    this.listed = null;
    for (const listener of this.listeners) listener(set);
  }
}

/** What takes a change set back. */
export function inverse(set: ChangeSet): Change[] {
  return set.changes.map(({ id, before, after }) => ({ id, before: after, after: before })).reverse();
}
