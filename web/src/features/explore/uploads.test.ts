// @vitest-environment jsdom
import { afterEach, expect, test, vi } from "vitest";
import { beginUpload, closeUpload, endUploadsOfOthers, uploads } from "./uploads";

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
const file = (name: string) => new File(["x"], name);

/** A house that takes every file; what it says of the reading is the test's. */
function house(search: () => Promise<Response>) {
  vi.stubGlobal("fetch", async (asked: Request | string) => {
    if (typeof asked === "string") return new Response(null, { status: 200 });
    const body = (await asked.json()) as { files: { name: string }[]; keys: string[] };
    if (asked.url.endsWith("/uploads")) return json(body.files.map(({ name }) => ({ key: name, url: `http://store/${name}`, method: "PUT" })));
    if (asked.url.endsWith("/uploads/finish")) return json({ items: body.keys.map((key) => ({ key, item: key })) });
    return search();
  });
}

afterEach(() => {
  vi.unstubAllGlobals();
  endUploadsOfOthers("nobody");
});

test("an upload is over, too, where nobody says any more whether the files could be read", async () => {
  house(async () => json({ detail: "The server is being replaced." }, 500));
  await expect(beginUpload([file("a.png")], "root", "ann")).rejects.toThrow(/being replaced/);
  expect(uploads.get().map(({ state }) => [state.isOver, state.reading, state.made])).toEqual([[true, 0, 1]]);
});

test("two uploads go on beside each other, and each is stopped by itself", async () => {
  let read: () => void = () => undefined;
  const reading = new Promise<void>((resolve) => (read = resolve));
  house(async () => {
    await reading;
    return json({ total: 1, items: [] });
  });
  const both = [beginUpload([file("a.png")], "root", "ann"), beginUpload([file("b.png")], "root", "ann")];
  await vi.waitFor(() => expect(uploads.get().map(({ state }) => state.made)).toEqual([1, 1]));
  uploads.get()[0]?.stop();
  read();
  await Promise.allSettled(both);
  expect(uploads.get().map(({ state }) => state.isOver)).toEqual([true, true]);
  const first = uploads.get()[0];
  if (first) closeUpload(first.id);
  expect(uploads.get().length).toBe(1);
});

test("who signs in next does not see what was uploaded before", async () => {
  house(async () => json({ total: 1, items: [] }));
  await beginUpload([file("a.png")], "root", "ann");
  endUploadsOfOthers("rae");
  expect(uploads.get()).toEqual([]);
});

test("a page that uploads asks before it is left, and one that is done does not", async () => {
  let read: () => void = () => undefined;
  const reading = new Promise<void>((resolve) => (read = resolve));
  house(async () => {
    await reading;
    return json({ total: 1, items: [] });
  });
  const leaves = () => window.dispatchEvent(new Event("beforeunload", { cancelable: true }));
  const going = beginUpload([file("a.png")], "root", "ann");
  expect(leaves()).toBe(false);
  read();
  await going;
  expect(leaves()).toBe(true);
});
