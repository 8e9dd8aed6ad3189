import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiError } from "@/api/client";
import { made, type Annotation, type Operation } from "@/canvas/codec";
import { DocumentStore } from "@/canvas/store";
import { Autosave, type Row } from "./autosave";
import type { Kept, Outbox } from "./outbox";

const box = (id: string, x: number, more: Partial<Annotation> = {}): Annotation => ({ ...made(id, "car", { box: [x, 0, 10, 10] }), ...more });

/** Does what the house does: one revision a save, doubles by their request, conflicts by object. */
class Server {
  rows: Row[] = [];
  requests = new Map<string, number>();
  isDown = false;
  /** The save is done, its answer is lost. */
  losesAnswers = false;
  sent: { request: string; baseRev: number; operations: Operation[] }[] = [];

  constructor(annotations: Annotation[]) {
    this.put(annotations);
  }

  get row(): Row {
    return this.rows.at(-1) as Row;
  }

  put(annotations: Annotation[]): void {
    this.rows.push({ rev: this.rows.length + 1, annotations } as Row);
  }

  send = async (request: string, baseRev: number, operations: Operation[]) => {
    if (this.isDown) throw new ApiError(0, "offline", "", "The server cannot be reached.");
    this.sent.push({ request, baseRev, operations });
    if (!this.requests.has(request)) {
      const base = this.rows[baseRev - 1]?.annotations ?? [];
      const now = this.row.annotations ?? [];
      const clashing = operations.flatMap((one) => {
        const id = one.op === "put" ? one.annotation.object_id : one.op === "set-state" ? "" : one.object_id;
        return JSON.stringify(base.find((other) => other.object_id === id)) === JSON.stringify(now.find((other) => other.object_id === id)) ? [] : [id];
      });
      if (clashing.length > 0) throw new ApiError(409, "conflict", "", "An object changed.", { conflicts: clashing, row: this.row });
      const next = new Map(now.map((one) => [one.object_id, one]));
      for (const one of operations) {
        if (one.op === "put") next.set(one.annotation.object_id, { ...one.annotation, updated_by: "anna", updated_at: this.rows.length });
        else if (one.op !== "set-state" && one.op !== "accept") next.delete(one.object_id);
      }
      this.put([...next.values()]);
      this.requests.set(request, this.row.rev);
    }
    if (this.losesAnswers) throw new ApiError(0, "offline", "", "The server cannot be reached.");
    return { row: this.row, merged: false, problems: [] };
  };
}

class Memory implements Outbox {
  kept = new Map<string, Kept>();
  read = async (key: string) => this.kept.get(key) ?? null;
  write = async (key: string, kept: Kept | null) => void (kept ? this.kept.set(key, structuredClone(kept)) : this.kept.delete(key));
}

let server: Server;
let outbox: Memory;
let requests = 0;

async function opened(regain = async () => false): Promise<{ store: DocumentStore; autosave: Autosave }> {
  const store = new DocumentStore();
  const autosave = new Autosave({ key: "k", store, outbox, send: server.send, regain, newRequest: () => `r${(requests += 1)}`, now: () => 5 });
  await autosave.begin(server.row);
  return { store, autosave };
}

const saved = (): number[] => (server.row.annotations ?? []).map((one) => one.shapes?.["0"]?.box?.[0] ?? -1);
const shown = (store: DocumentStore): number[] => store.all().map((one) => one.shapes?.["0"]?.box?.[0] ?? -1);

beforeEach(() => {
  vi.useFakeTimers();
  server = new Server([box("a", 0), box("b", 20)]);
  outbox = new Memory();
});
afterEach(() => vi.useRealTimers());

test("what changes is saved a moment later, as the least operations, and the outbox is empty then", async () => {
  const { store, autosave } = await opened();
  store.set([["a", box("a", 1)]], "local");
  store.set([["a", box("a", 2)], ["b", null]], "local");
  expect([autosave.state.get().kind, autosave.state.get().unsaved, outbox.kept.size]).toEqual(["changed", 2, 1]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(server.sent.map(({ baseRev, operations }) => [baseRev, operations.map((one) => one.op)])).toEqual([[1, ["put", "remove"]]]);
  expect([saved(), autosave.rev, autosave.state.get().kind, outbox.kept.size]).toEqual([[2], 2, "saved", 0]);
});

test("what is undone before it is sent is not sent", async () => {
  const { store } = await opened();
  store.set([["a", box("a", 9)]], "local");
  store.set([["a", box("a", 0)]], "undo");
  await vi.advanceTimersByTimeAsync(5_000);
  expect(server.sent).toEqual([]);
});

test("a dead server is tried again until it answers, and nothing is lost or doubled", async () => {
  const { store, autosave } = await opened();
  server.losesAnswers = true;
  store.set([["c", box("c", 40)]], "local");
  await vi.advanceTimersByTimeAsync(800);
  expect(autosave.state.get().kind).toBe("kept");
  server.losesAnswers = false;
  server.isDown = true;
  store.set([["d", box("d", 60)]], "local");
  await vi.advanceTimersByTimeAsync(30_000);
  server.isDown = false;
  await vi.advanceTimersByTimeAsync(30_000);
  expect([saved(), autosave.state.get().kind, server.rows.length]).toEqual([[0, 20, 40, 60], "saved", 3]);
});

test("a page that dies comes back with what it had: what was sent without an answer, and what was not sent", async () => {
  const first = await opened();
  server.losesAnswers = true;
  first.store.set([["c", box("c", 40)]], "local");
  await vi.advanceTimersByTimeAsync(800);
  server.isDown = true;
  first.store.set([["c", box("c", 41)], ["a", null]], "local");
  await vi.advanceTimersByTimeAsync(100);
  first.autosave.end();
  server.isDown = false;
  server.losesAnswers = false;
  const second = await opened();
  expect(shown(second.store).sort()).toEqual([20, 41]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect([saved().sort(), second.autosave.clashes.get(), outbox.kept.size]).toEqual([[20, 41], [], 0]);
  expect(new Set(server.sent.map(({ request }) => request)).size).toBe(2);
});

test("others' objects come in; where both changed one, theirs is shown and mine waits for a word", async () => {
  const { store, autosave } = await opened();
  store.set([["a", box("a", 5)], ["c", box("c", 40)]], "local");
  server.put([box("a", 7), box("b", 21), box("z", 90)]);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(shown(store).sort((x, y) => x - y)).toEqual([7, 21, 40, 90]);
  expect(saved().sort((x, y) => x - y)).toEqual([7, 21, 40, 90]);
  expect(autosave.clashes.get().map(({ id, mine }) => [id, mine?.shapes?.["0"]?.box?.[0]])).toEqual([["a", 5]]);
  expect(outbox.kept.get("k")?.clashes.length).toBe(1);
  autosave.settle("a", "mine");
  await vi.advanceTimersByTimeAsync(2_000);
  expect([saved().includes(5), outbox.kept.size]).toEqual([true, 0]);
});

test("a change of others that was saved while this page was gone does not overwrite, nor is overwritten", async () => {
  const first = await opened();
  server.isDown = true;
  first.store.set([["a", box("a", 5)], ["b", box("b", 25)]], "local");
  await vi.advanceTimersByTimeAsync(800);
  first.autosave.end();
  server.isDown = false;
  server.put([box("a", 7), box("b", 20)]);
  const second = await opened();
  await vi.advanceTimersByTimeAsync(3_000);
  expect([shown(second.store), saved()]).toEqual([[7, 25], [7, 25]]);
  expect(second.autosave.clashes.get().map(({ id }) => id)).toEqual(["a"]);
});

test("work on a lost task is kept, and a lease that ran out is taken again", async () => {
  const lost = new ApiError(404, "notfound", "", "There is no such item in this project.");
  let isHeld = false;
  const send = server.send;
  server.send = async (...given) => {
    if (!isHeld) throw lost;
    return send(...given);
  };
  const gone = await opened();
  gone.store.set([["a", box("a", 5)]], "local");
  await vi.advanceTimersByTimeAsync(5_000);
  expect([gone.autosave.state.get().kind, outbox.kept.size]).toEqual(["lost", 1]);
  gone.autosave.end();
  await opened(async () => (isHeld = true));
  await vi.advanceTimersByTimeAsync(5_000);
  expect([saved(), outbox.kept.size]).toEqual([[5, 20], 0]);
});

test("what the server refuses is said, kept, and sent again when it was changed", async () => {
  const { store, autosave } = await opened();
  const send = server.send;
  server.send = async () => {
    throw new ApiError(422, "invalid", "", "There is no class 'x'.");
  };
  const refusing = new Autosave({ key: "k2", store, outbox, send: (...given) => server.send(...given), regain: async () => false, newRequest: () => `q${(requests += 1)}`, now: () => 5 });
  await refusing.begin(server.row);
  autosave.end();
  store.set([["a", box("a", 5)]], "local");
  await vi.advanceTimersByTimeAsync(60_000);
  expect([refusing.state.get().kind, refusing.state.get().sentence, outbox.kept.has("k2")]).toEqual(["refused", "There is no class 'x'.", true]);
  server.send = send;
  store.set([["a", box("a", 6)]], "local");
  await vi.advanceTimersByTimeAsync(1_000);
  expect(saved()).toEqual([6, 20]);
});

test("where the browser keeps nothing, it is said as long as something is unsaved", async () => {
  const { store, autosave } = await opened();
  outbox.write = () => Promise.reject(new Error("The disk is full."));
  store.set([["a", box("a", 5)]], "local");
  await vi.advanceTimersByTimeAsync(100);
  expect([autosave.state.get().unkept, autosave.state.get().unsaved]).toEqual(["The disk is full.", 1]);
  await vi.advanceTimersByTimeAsync(2_000);
  expect([saved(), autosave.state.get().kind, autosave.state.get().unsaved]).toEqual([[5, 20], "saved", 0]);
});
