/** What is done to many items at once; each answers how to take it back, where that can be done. */
import { api, data, sentence, type Schemas } from "@/api/client";
import type { FoundItem } from "./api";
import { storedSet } from "./parts/useChosen";

const PAGE = 1_000;
const AT_ONCE = 8;
/** Up to so many items a value is set at once and can be taken back item by item; above, it is a job. */
export const BY_ITEM = 200;

export interface Refused {
  name: string;
  reason: string;
}

export interface Done {
  text: string;
  refused: Refused[];
  /** Take it back; what could not be taken back is answered. */
  undo: (() => Promise<Refused[]>) | null;
  job?: string;
}

export type Values = Record<string, unknown>;

/** Everything the grid knows of chosen items, by the thousand. */
export async function itemsOf(seqs: ReadonlySet<number>): Promise<FoundItem[]> {
  const all = [...seqs];
  const found: FoundItem[] = [];
  for (let at = 0; at < all.length; at += PAGE) found.push(...(await data(api.POST("/api/v1/search/items", { body: { seqs: all.slice(at, at + PAGE) } }))));
  return found;
}

export async function moveTo(seqs: ReadonlySet<number>, folder: string, path: string): Promise<Done> {
  const items = await itemsOf(seqs);
  const refused = someDone(await move(items, folder));
  const wrong = new Set(refused.map((one) => one.item));
  const moved = items.filter((one) => !wrong.has(one.id) && one.folder !== folder);
  const undo = async () => {
    const stay: Schemas["ItemChange"][] = [];
    for (const [from, group] of grouped(moved, (one) => one.folder)) stay.push(...(await move(group, from)).refused);
    return named(moved, stay);
  };
  return { text: `${count(moved.length)} moved to ${path}.`, refused: named(items, refused), undo: moved.length > 0 ? undo : null };
}

async function move(items: readonly FoundItem[], folder: string): Promise<Paged> {
  return inPages(items, (ids) => data(api.POST("/api/v1/items/move", { body: { items: ids, folder } })));
}

export async function remove(seqs: ReadonlySet<number>): Promise<Done> {
  const items = await itemsOf(seqs);
  const refused = someDone(await inPages(items, (ids) => data(api.POST("/api/v1/items/delete", { body: { items: ids } }))));
  const wrong = new Set(refused.map((one) => one.item));
  const gone = items.filter((one) => !wrong.has(one.id));
  const undo = async () => named(gone, (await inPages(gone, (ids) => data(api.POST("/api/v1/items/restore", { body: { items: ids } })))).refused);
  return { text: `${count(gone.length)} deleted.`, refused: named(items, refused), undo: gone.length > 0 ? undo : null };
}

/** Read failed or missing files again. */
export async function readAgain(seqs: ReadonlySet<number>): Promise<Done> {
  const items = (await itemsOf(seqs)).filter((one) => one.state === "failed" || one.state === "missing");
  const refused = someDone(await inPages(items, (ids) => data(api.POST("/api/v1/items/retry", { body: { items: ids } }))));
  return { text: items.length === 0 ? "None of these has failed." : `${count(items.length - refused.length)} read again.`, refused: named(items, refused), undo: null };
}

/** Set (null: remove) values; at most `BY_ITEM` items at once with an undo, more as a job without one. */
export async function setValues(seqs: ReadonlySet<number>, values: Values): Promise<Done> {
  if (seqs.size > BY_ITEM) {
    const { hash } = await storedSet(seqs);
    const job = await data(api.POST("/api/v1/metadata/jobs", { body: { filter: { set: hash }, values } }));
    return { text: `${job.title} has begun.`, refused: [], undo: null, job: job.id };
  }
  const items = await itemsOf(seqs);
  const before = await inGroups(items, (one) => data(api.GET("/api/v1/items/{item_id}", { params: { path: { item_id: one.id } } })));
  const write = (all: { item: string; values: Values }[]) => data(api.POST("/api/v1/metadata/values", { body: { rows: all } }));
  const report = await write(items.map((one) => ({ item: one.id, values })));
  const rows = before.map((one) => ({ item: one.id, values: Object.fromEntries(Object.keys(values).map((key) => [key, one.metadata?.[key] ?? null])) }));
  return {
    text: `${count(report.written)} changed${report.unchanged ? `, ${report.unchanged} had it already` : ""}.`,
    refused: named(items, report.refused),
    undo: report.written > 0 ? async () => named(items, (await write(rows)).refused) : null,
  };
}

export async function collectNew(seqs: ReadonlySet<number>, name: string, message: string): Promise<Done & { id: string }> {
  const { hash } = await storedSet(seqs);
  const made = await data(api.POST("/api/v1/collections", { body: { name, message, items: { set: hash } } }));
  const undo = () => whole(data(api.PATCH("/api/v1/collections/{collection_id}", { params: { path: { collection_id: made.id } }, body: { archived: true } })));
  return { text: `Collection “${made.name}” has ${count(made.items)}.`, refused: [], undo, id: made.id };
}

export async function collectInto(seqs: ReadonlySet<number>, into: Schemas["Collection"], message: string): Promise<Done & { id: string }> {
  const { hash } = await storedSet(seqs);
  const path = { collection_id: into.id };
  const made = await data(api.POST("/api/v1/collections/{collection_id}/versions", { params: { path }, body: { items: { set: hash }, mode: "add", message, parent: into.version } }));
  const undo = () => whole(data(api.POST("/api/v1/collections/{collection_id}/restore", { params: { path }, body: { version: into.version, parent: made.number, message: "Undone" } })));
  return { text: `${count(made.added)} added to “${into.name}”.`, refused: [], undo: made.number === into.version ? null : undo, id: into.id };
}

/** Of what is taken back as a whole, or not at all. */
export async function whole(act: Promise<unknown>): Promise<Refused[]> {
  await act;
  return [];
}

function count(items: number): string {
  return `${items.toLocaleString("en")} ${items === 1 ? "item" : "items"}`;
}

interface Paged {
  refused: Schemas["ItemChange"][];
  /** Why not one page was done. */
  error: unknown;
}

/** By the thousand. A page that fails is refused as a whole and takes nothing from what the others did. */
async function inPages(items: readonly FoundItem[], act: (ids: string[]) => Promise<Schemas["ItemChange"][]>): Promise<Paged> {
  const refused: Schemas["ItemChange"][] = [];
  const errors: unknown[] = [];
  for (let at = 0; at < items.length; at += PAGE) {
    const ids = items.slice(at, at + PAGE).map((one) => one.id);
    try {
      refused.push(...(await act(ids)).filter((one) => one.reason));
    } catch (error) {
      errors.push(error);
      refused.push(...ids.map((item) => ({ item, reason: sentence(error) })));
    }
  }
  return { refused, error: errors.length * PAGE >= items.length ? errors[0] : undefined };
}

/** What was refused, where anything was done at all; else what was thrown, so that it can be tried again where it was asked for. */
function someDone({ refused, error }: Paged): Schemas["ItemChange"][] {
  if (error !== undefined) throw error;
  return refused;
}

async function inGroups<A, B>(all: readonly A[], act: (one: A) => Promise<B>): Promise<B[]> {
  const found: B[] = [];
  for (let at = 0; at < all.length; at += AT_ONCE) found.push(...(await Promise.all(all.slice(at, at + AT_ONCE).map(act))));
  return found;
}

function named(items: readonly FoundItem[], refused: readonly { item: string; reason?: string | null }[]): Refused[] {
  const names = new Map(items.map((one) => [one.id, one.name]));
  return refused.map((one) => ({ name: names.get(one.item) ?? one.item, reason: one.reason ?? "" }));
}

function grouped<A>(all: readonly A[], by: (one: A) => string): Map<string, A[]> {
  const found = new Map<string, A[]>();
  for (const one of all) found.set(by(one), [...(found.get(by(one)) ?? []), one]);
  return found;
}
