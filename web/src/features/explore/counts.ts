/** Counts of fields' values. What is asked for in one go, of one filter, goes in one request. */
import { api, data, type Schemas } from "@/api/client";
import type { Filter } from "@/api/packed";

type Counts = Schemas["FieldFacet"]["values"];

/** Fields of one request, as the API takes them. */
const MOST_FIELDS = 50;

interface Batch {
  /** Each field with the most values that somebody wants of it. */
  limits: Map<string, number>;
  waiting: number;
  stop: AbortController;
  answer: Promise<ReadonlyMap<string, Counts>>;
}

const open = new Map<string, Batch>();

/** The most frequent values of a field, among the items of a filter. */
export async function countsOf(field: string, filter: Filter | null, limit: number, signal: AbortSignal): Promise<Counts> {
  const key = JSON.stringify(filter);
  let batch = open.get(key);
  if (!batch || batch.limits.size >= MOST_FIELDS) open.set(key, (batch = begun(key, filter)));
  batch.limits.set(field, Math.max(limit, batch.limits.get(field) ?? 0));
  batch.waiting += 1;
  const mine = batch;
  const leave = () => {
    mine.waiting -= 1;
    if (mine.waiting > 0) return;
    if (open.get(key) === mine) open.delete(key);
    mine.stop.abort(signal.reason);
  };
  signal.addEventListener("abort", leave, { once: true });
  return ((await mine.answer).get(field) ?? []).slice(0, limit);
}

function begun(key: string, filter: Filter | null): Batch {
  const limits = new Map<string, number>();
  const stop = new AbortController();
  const ask = async () => {
    await Promise.resolve();
    if (open.get(key)?.limits === limits) open.delete(key);
    const { facets } = await data(api.POST("/api/v1/search/facets", { body: { fields: [...limits.keys()], filter, limit: Math.max(...limits.values()) }, signal: stop.signal }));
    return new Map(facets.map((one) => [one.field, one.values]));
  };
  return { limits, waiting: 0, stop, answer: ask() };
}
