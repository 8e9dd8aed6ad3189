/**
 * Saving by itself: what changes in the document is kept in the outbox at once and sent a moment later as operations on the
 * revision that was read. What others saved meanwhile is merged in by object id; where both changed one object, theirs stands
 * in the document and mine waits for a person's word.
 */
import { ApiError, sentence, type Schemas } from "@/api/client";
import { operation, sameContent, type Annotation, type Operation } from "@/canvas/codec";
import { merge, type Clash } from "@/canvas/merge";
import { Signal } from "@/canvas/signal";
import type { ChangeSet, DocumentStore } from "@/canvas/store";
import type { Kept, Outbox } from "./outbox";

export type Row = Schemas["LabelRow"];
type Problem = Schemas["LabelProblem"];

export interface SaveState {
  /** `kept`: not reached or not answered, tried again by itself. `refused`: the server says no to what is there. `lost`: the task is no longer held. */
  kind: "saved" | "changed" | "saving" | "kept" | "refused" | "lost";
  /** Objects that are not saved. */
  unsaved: number;
  sentence: string;
  /** Why this browser keeps no copy of what is unsaved; empty: it does. */
  unkept: string;
  /** When the last save was answered; epoch ms. */
  at: number | null;
}

export interface AutosaveOptions {
  key: string;
  store: DocumentStore;
  outbox: Outbox;
  newRequest: () => string;
  /** Send operations under an idempotency key. */
  send: (request: string, baseRev: number, operations: Operation[]) => Promise<Schemas["SavedLabels"]>;
  /** The server says that the task is not held (any more): take it again; false: it cannot be had. */
  regain: () => Promise<boolean>;
  now: () => number;
}

const SOON_MS = 700;
const RETRY_MS = [1_000, 2_000, 4_000, 8_000, 15_000];
const MOST_OPERATIONS = 5_000;

type Objects = Map<string, Annotation>;

export class Autosave {
  readonly state = new Signal<SaveState>({ kind: "saved", unsaved: 0, sentence: "", unkept: "", at: null });
  readonly clashes = new Signal<readonly Clash[]>([]);
  /** What keeps the labels from being submitted, as the last answer said. */
  readonly problems = new Signal<readonly Problem[]>([]);
  private base: Objects = new Map();
  private touched = new Set<string>();
  private revision = 0;
  private sending: Kept["sending"] = null;
  private running: Promise<void> | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private isOver = false;
  private readonly stop: () => void;

  constructor(private readonly options: AutosaveOptions) {
    this.stop = options.store.subscribe((set) => this.changed(set));
  }

  get rev(): number {
    return this.revision;
  }

  /** Begin with a row of the server, and bring back what the outbox kept. */
  async begin(row: Row): Promise<void> {
    const kept = await this.options.outbox.read(this.options.key);
    const newest = kept?.sending ? await this.resend(kept.sending, row) : row;
    this.adopt(newest);
    this.options.store.set(objects(newest), "remote");
    if (kept) this.restore(kept);
  }

  /** Save what is unsaved now; resolves when all is saved or it cannot be for now. */
  async flush(): Promise<boolean> {
    clearTimeout(this.timer);
    while (this.running) await this.running;
    if (!this.isOver && (this.unsaved().length > 0 || this.sending)) await this.run();
    return this.state.get().kind === "saved";
  }

  /** Take my version of an object that others changed, too; or leave theirs. */
  settle(id: string, choice: "mine" | "theirs"): void {
    const clash = this.clashes.get().find((one) => one.id === id);
    this.clashes.set(this.clashes.get().filter((one) => one.id !== id));
    if (clash && choice === "mine") this.options.store.set([[id, clash.mine]], "local");
    this.keep();
  }

  /** A row that was read for another reason, such as after others' work. */
  receive(row: Row): void {
    if (row.rev > this.revision) this.take(row, this.base);
  }

  /** Try again at once, such as when the network is back. */
  retry(): void {
    if (this.state.get().kind !== "saved") this.schedule(0);
  }

  end(): void {
    this.isOver = true;
    clearTimeout(this.timer);
    this.stop();
  }

  private changed(set: ChangeSet): void {
    if (set.origin === "remote") return;
    const ids = new Set(set.changes.map(({ id }) => id));
    for (const id of ids) this.touched.add(id);
    if (this.problems.get().some((one) => ids.has(one.object_id))) this.problems.set(this.problems.get().filter((one) => !ids.has(one.object_id)));
    this.keep();
    this.tell(this.unsaved().length > 0 || this.sending ? "changed" : "saved");
    this.schedule(SOON_MS);
  }

  private schedule(inMs: number): void {
    clearTimeout(this.timer);
    if (!this.isOver) this.timer = setTimeout(() => void this.flush(), inMs);
  }

  private unsaved(): string[] {
    for (const id of this.touched) if (sameContent(this.base.get(id), this.options.store.get(id))) this.touched.delete(id);
    return [...this.touched];
  }

  private run(): Promise<void> {
    this.running = this.save().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  private async save(): Promise<void> {
    while (!this.isOver) {
      const sent = this.next();
      if (!sent) return this.settled();
      this.tell("saving");
      try {
        const saved = await this.options.send(sent.request, sent.base_rev, sent.operations);
        this.failures = 0;
        this.sending = null;
        this.problems.set(saved.problems ?? []);
        this.take(saved.row, applied(this.base, sent.operations));
        this.state.patch({ at: this.options.now() });
      } catch (error) {
        if (!(await this.failed(error))) return undefined;
      }
    }
    return undefined;
  }

  /** What to send: what was sent already and not answered, else what is unsaved. */
  private next(): Kept["sending"] {
    if (this.sending) return this.sending;
    const operations = this.unsaved().slice(0, MOST_OPERATIONS).flatMap((id) => operation(this.base.get(id) ?? null, this.options.store.get(id) ?? null) ?? []);
    if (operations.length === 0) return null;
    this.sending = { request: this.options.newRequest(), base_rev: this.revision, operations };
    this.keep();
    return this.sending;
  }

  /** Whether to go on at once. */
  private async failed(error: unknown): Promise<boolean> {
    const newer = rowOf(error);
    if (newer) {
      this.sending = null;
      this.take(newer, this.base);
      return true;
    }
    if (isNotHeld(error)) {
      this.sending = null;
      this.failures += 1;
      const isMine = await this.options.regain().catch(() => false);
      if (!isMine) this.tell("lost", sentence(error));
      else if (this.failures > RETRY_MS.length) return this.later(error);
      return isMine;
    }
    if (error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429 && error.status !== 408) {
      this.sending = null;
      this.keep();
      this.tell("refused", sentence(error));
      return false;
    }
    this.failures += 1;
    return this.later(error);
  }

  private later(error: unknown): false {
    this.tell("kept", sentence(error));
    this.schedule(RETRY_MS[Math.min(this.failures, RETRY_MS.length) - 1] ?? 0);
    return false;
  }

  /** Bring the server's row into the document, which was changed from `from` on. */
  private take(row: Row, from: Objects): void {
    const { store } = this.options;
    const found = merge(from, (id) => store.get(id) ?? null, objects(row));
    this.adopt(row);
    store.set(found.take, "remote");
    const clashing = new Set(found.clashes.map(({ id }) => id));
    if (clashing.size > 0) this.clashes.set([...this.clashes.get().filter(({ id }) => !clashing.has(id)), ...found.clashes]);
    this.keep();
  }

  private adopt(row: Row): void {
    this.base = objects(row);
    this.revision = row.rev;
  }

  private settled(): void {
    this.keep();
    this.tell("saved");
  }

  private tell(kind: SaveState["kind"], said = ""): void {
    this.state.patch({ kind, sentence: said, unsaved: this.unsaved().length });
  }

  // ── the outbox ────────────────────────────────────────────────────────────────────────────────

  private keep(): void {
    const ids = this.unsaved();
    const isEmpty = ids.length === 0 && !this.sending && this.clashes.get().length === 0;
    const kept: Kept = {
      key: this.options.key,
      rev: this.revision,
      base: ids.map((id) => [id, this.base.get(id) ?? null]),
      mine: ids.map((id) => [id, this.options.store.get(id) ?? null]),
      sending: this.sending,
      clashes: [...this.clashes.get()],
    };
    this.options.outbox.write(this.options.key, isEmpty ? null : kept).then(
      () => this.state.patch({ unkept: "" }),
      (error: unknown) => this.state.patch({ unkept: sentence(error) }),
    );
  }

  private async resend(sent: NonNullable<Kept["sending"]>, row: Row): Promise<Row> {
    try {
      return (await this.options.send(sent.request, sent.base_rev, sent.operations)).row;
    } catch (error) {
      return rowOf(error) ?? row;
    }
  }

  private restore(kept: Kept): void {
    const { store } = this.options;
    const was = new Map(kept.base);
    const there = new Map(kept.base.flatMap(([id, one]) => (one ? [[id, one] as const] : [])));
    const sent = applied(there, kept.sending?.operations ?? []);
    const clashes = [...kept.clashes];
    const mine: [string, Annotation | null][] = [];
    for (const [id, my] of kept.mine) {
      const their = this.base.get(id) ?? null;
      if (sameContent(my, their)) continue;
      if (sameContent(was.get(id), their) || sameContent(sent.get(id), their)) mine.push([id, my]);
      else clashes.push({ id, mine: my, theirs: their });
    }
    this.clashes.set(clashes);
    if (mine.length > 0) store.set(mine, "local");
    else this.keep();
  }
}

function objects(row: Row): Objects {
  return new Map((row.annotations ?? []).map((one) => [one.object_id, one]));
}

function applied(base: Objects, operations: readonly Operation[]): Objects {
  const next = new Map(base);
  for (const one of operations) {
    if (one.op === "put") next.set(one.annotation.object_id, one.annotation);
    else if (one.op === "remove" || one.op === "reject-proposal") next.delete(one.object_id);
    else if (one.op === "accept") {
      const there = next.get(one.object_id);
      if (there) next.set(one.object_id, { ...there, proposed: false });
    }
  }
  return next;
}

/** Whether the server says that the task is not this person's (any more); who may not even see it is told that there is none. */
export function isNotHeld(error: unknown): boolean {
  return error instanceof ApiError && [403, 404, 409].includes(error.status);
}

/** The newer row that a conflict carries. */
function rowOf(error: unknown): Row | null {
  if (!(error instanceof ApiError) || error.status !== 409) return null;
  const row = error.facts.row;
  return typeof row === "object" && row !== null && "annotations" in row ? (row as Row) : null;
}
