import { afterEach, expect, test, vi } from "vitest";
import { countsOf } from "./counts";

interface Asked {
  fields: string[];
  filter: unknown;
  limit: number;
}

afterEach(() => vi.unstubAllGlobals());

/** A server that says of every field as many values as are asked for, and keeps what it was asked. */
function server(): { asked: Asked[]; signals: AbortSignal[] } {
  const asked: Asked[] = [];
  const signals: AbortSignal[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    const body = (await request.json()) as Asked;
    asked.push(body);
    signals.push(request.signal);
    const facets = body.fields.map((field) => ({ field, values: Array.from({ length: body.limit }, (_, at) => ({ value: `${field}${at}`, items: body.limit - at })) }));
    return Response.json({ facets, total: 9, as_of: 1 });
  });
  return { asked, signals };
}

const signal = () => new AbortController().signal;

test("fields of one filter that are asked for at once go in one request, each with its own number of values", async () => {
  const { asked } = server();
  const filter = { set: "a" };
  const said = await Promise.all([countsOf("folder", filter, 3, signal()), countsOf("state", filter, 1, signal()), countsOf("folder", null, 2, signal())]);
  expect(said.map((values) => values.map((one) => one.value))).toEqual([["folder0", "folder1", "folder2"], ["state0"], ["folder0", "folder1"]]);
  expect(asked).toEqual([{ fields: ["folder", "state"], filter, limit: 3 }, { fields: ["folder"], filter: null, limit: 2 }]);
});

test("what is asked later is asked again", async () => {
  const { asked } = server();
  await countsOf("state", null, 1, signal());
  await countsOf("state", null, 1, signal());
  expect(asked.length).toBe(2);
});

test("a request ends when nobody waits for it any more, and not before", async () => {
  const { signals } = server();
  const [one, other] = [new AbortController(), new AbortController()];
  const both = Promise.allSettled([countsOf("a", null, 1, one.signal), countsOf("b", null, 1, other.signal)]);
  one.abort();
  await vi.waitFor(() => expect(signals.length).toBe(1));
  expect(signals[0]?.aborted).toBe(false);
  other.abort();
  expect(signals[0]?.aborted).toBe(true);
  await both;
});
