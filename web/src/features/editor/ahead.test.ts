import { QueryClient } from "@tanstack/react-query";
import { afterEach, expect, test, vi } from "vitest";
import { Ahead } from "./ahead";

afterEach(() => vi.unstubAllGlobals());

test("a task whose claim is still on its way when the editor is left is given back as it comes", async () => {
  let answer: () => void = () => undefined;
  const waits = new Promise<void>((resolve) => (answer = resolve));
  const asked: string[] = [];
  vi.stubGlobal("Image", class {});
  vi.stubGlobal("fetch", async ({ method, url }: Request) => {
    asked.push(`${method} ${new URL(url).pathname.replace("/api/v1", "")}`);
    if (url.endsWith("/tasks/next")) await waits;
    return new Response(JSON.stringify({ id: "t", project: "p", item: "i", lease: { token: 7 }, items: [], url: "" }), { headers: { "Content-Type": "application/json" } });
  });
  const ahead = new Ahead(new QueryClient(), "p", "annotate");
  ahead.fetch();
  ahead.drop();
  answer();
  await vi.waitFor(() => expect(asked).toContain("POST /projects/p/tasks/t/release"));
});
