import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { remove, setValues } from "./changes";
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
