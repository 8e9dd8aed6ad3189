import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { moveTo, remove, setValues } from "./changes";
import { deleteFolder } from "./folderChanges";

const ITEMS = ["a", "b"].map((id, at) => ({ id, seq: at + 1, name: `${id}.png`, folder: "f", state: "ready" }));
const REFUSED = { item: "b", reason: "Somebody else moved it." };
const folder = { id: "f", name: "Night", parent: "root", role: "admin" as const, schema: 1, children: 0, deleted: false, created_at: 0, created_by: "", updated_at: 0 };

const said = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
let answers: Record<string, () => Response>;

beforeEach(() => {
  answers = {
    "POST /search/items": () => said(ITEMS),
    "POST /items/delete": () => said(ITEMS.map(({ id }) => ({ item: id }))),
    "POST /items/move": () => said(ITEMS.map(({ id }) => ({ item: id }))),
    "POST /search/order": () => new Response(new Uint8Array(Uint32Array.of(1, 2).buffer), { headers: { "Everloop-Total": "2" } }),
  };
  vi.stubGlobal("fetch", async ({ method, url }: Request) => {
    const route = `${method} ${new URL(url).pathname.replace("/api/v1", "")}`;
    const answer = answers[route];
    if (!answer) throw new Error(`Nobody answers ${route}`);
    return answer();
  });
});
afterEach(() => vi.unstubAllGlobals());

test("what cannot be taken back is said by name", async () => {
  const done = await remove(new Set([1, 2]));
  answers["POST /items/restore"] = () => said([{ item: "a" }, REFUSED]);
  expect(await done.undo?.()).toEqual([{ name: "b.png", reason: REFUSED.reason }]);
});

test("values that cannot be put back are said, too", async () => {
  for (const { id } of ITEMS) answers[`GET /items/${id}`] = () => said({ id, metadata: {} });
  answers["POST /metadata/values"] = () => said({ written: 2, unchanged: 0, refused: [] });
  const done = await setValues(new Set([1, 2]), { city: "Rome" });
  answers["POST /metadata/values"] = () => said({ written: 1, unchanged: 0, refused: [REFUSED] });
  expect(await done.undo?.()).toEqual([{ name: "b.png", reason: REFUSED.reason }]);
});

test("a folder that cannot be deleted says so, and that its pictures moved can be taken back", async () => {
  answers["DELETE /folders/f"] = () => said({ type: "urn:x:forbidden", detail: "Only an admin may." }, 403);
  const done = await deleteFolder(folder, "root", "the root folder");
  expect(done.text).toBe("2 items moved to the root folder. The folder stays.");
  expect(done.refused).toEqual([{ name: "Night", reason: "Only an admin may." }]);
  answers["POST /items/move"] = () => said([{ item: "a" }, REFUSED]);
  expect(await done.undo?.()).toEqual([{ name: "b.png", reason: REFUSED.reason }]);
});

const MANY = Array.from({ length: 1_060 }, (_, at) => ({ id: `i${at}`, seq: at, name: `${at}.png`, folder: "f", state: "ready" }));
const TOO_MUCH = () => said({ type: "urn:x:transient", detail: "Try again in a moment." }, 503);

/** The first thousand is answered, the rest fails. */
function halfDone(route: string): void {
  let calls = 0;
  answers[route] = () => ((calls += 1) === 1 ? said(MANY.slice(0, 1_000).map(({ id }) => ({ item: id }))) : TOO_MUCH());
  let asked = 0;
  answers["POST /search/items"] = () => said((asked += 1) === 1 ? MANY.slice(0, 1_000) : MANY.slice(1_000));
}

test.each([
  ["POST /items/delete", "POST /items/restore", remove, "1,000 items deleted."],
  ["POST /items/move", "POST /items/move", (seqs: ReadonlySet<number>) => moveTo(seqs, "g", "Night"), "1,000 items moved to Night."],
])("%s: what was done before a later page failed is said and can be taken back", async (route, back, act, text) => {
  halfDone(route);
  const done = await act(new Set(MANY.map(({ seq }) => seq)));
  expect(done.text).toBe(text);
  expect(done.refused).toHaveLength(60);
  expect(done.refused[0]).toEqual({ name: "1000.png", reason: "Try again in a moment." });
  answers[back] = () => said([]);
  expect(await done.undo?.()).toEqual([]);
});

test("where not one page is done, the failure is thrown, and an undo that fails names what stays", async () => {
  const restored = await remove(new Set([1, 2]));
  answers["POST /items/restore"] = TOO_MUCH;
  expect(await restored.undo?.()).toHaveLength(2);
  answers["POST /items/delete"] = TOO_MUCH;
  await expect(remove(new Set([1, 2]))).rejects.toThrow("Try again in a moment.");
});
