// @vitest-environment jsdom
import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { takeAside } from "@/shared/session/aside";
import { Ahead } from "./ahead";

let asked: string[] = [];
/** The keys of the claims that were asked for. */
let keys: (string | null)[] = [];
let answer: () => void = () => undefined;

beforeEach(() => {
  [asked, keys] = [[], []];
  const waits = new Promise<void>((resolve) => (answer = resolve));
  vi.stubGlobal("Image", class {});
  vi.stubGlobal("fetch", async ({ method, url, headers }: Request) => {
    asked.push(`${method} ${new URL(url).pathname.replace("/api/v1", "")}`);
    if (url.includes("/tasks/next")) {
      keys.push(headers.get("Idempotency-Key"));
      await waits;
    }
    return new Response(JSON.stringify({ id: "t", project: "p", item: "i", lease: { token: 7 }, items: [], url: "" }), { headers: { "Content-Type": "application/json" } });
  });
});
afterEach(() => {
  takeAside("p", "annotate");
  vi.unstubAllGlobals();
});

test("a task whose claim is still on its way when the editor is left is given back as it comes", async () => {
  const ahead = new Ahead(new QueryClient(), "p", "annotate");
  ahead.fetch();
  ahead.drop();
  answer();
  await vi.waitFor(() => expect(asked).toContain("POST /projects/p/tasks/t/release"));
  expect(takeAside("p", "annotate")).toBeUndefined();
});

test("a task whose claim was never answered is the next one's who claims", async () => {
  new Ahead(new QueryClient(), "p", "annotate").fetch(); // and then the page is gone
  const later = new Ahead(new QueryClient(), "p", "annotate");
  const next = later.next();
  answer();
  expect((await next)?.id).toBe("t");
  expect(keys).toHaveLength(2);
  expect(keys[0]).toBeTruthy();
  expect(keys[1]).toBe(keys[0]);
  expect(takeAside("p", "annotate")).toBeUndefined();
});

test("what somebody took who claimed after is not given back", async () => {
  const ahead = new Ahead(new QueryClient(), "p", "annotate");
  ahead.fetch();
  ahead.drop();
  await vi.waitFor(() => expect(keys).toHaveLength(1));
  expect(takeAside("p", "annotate")).toBe(keys[0]);
  answer();
  await vi.waitFor(() => expect(asked).toContain("POST /items/originals"));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(asked).not.toContain("POST /projects/p/tasks/t/release");
});

test("one that came is used without another claim", async () => {
  const ahead = new Ahead(new QueryClient(), "p", "annotate");
  ahead.fetch();
  answer();
  expect((await ahead.next())?.id).toBe("t");
  expect(keys).toHaveLength(1);
  expect(takeAside("p", "annotate")).toBeUndefined();
});
