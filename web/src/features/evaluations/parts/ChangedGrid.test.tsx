// @vitest-environment jsdom
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from "@tanstack/react-router";
import { cleanup, render, screen, within } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { ChangedGrid, said } from "./ChangedGrid";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const OBJECT = {
  item_id: "i1",
  seq: 1,
  object_id: "o1",
  class_id: "c1",
  class_name: "car",
  box_xywh: [10, 20, 30, 40],
  before: { found: false, predicted_class: "truck", confidence: 0.9, iou: 0.8, box_xywh: [11, 21, 30, 40] },
  after: { found: true, predicted_class: "car", confidence: 0.95, iou: 0.9, box_xywh: [10, 20, 31, 40] },
};
const ITEM = { id: "i1", seq: 1, name: "street.png", width: 640, height: 480, state: "ready" };

/** The grid over a server that answers so. */
function shown(objects: Response) {
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: vi.fn(), removeEventListener: vi.fn() }));
  vi.stubGlobal("ResizeObserver", class { observe() {} unobserve() {} disconnect() {} });
  vi.stubGlobal("fetch", (request: Request) => Promise.resolve(request.url.includes("/comparison/objects") ? objects.clone() : json({ items: [ITEM], total: 1, cursor: null })));
  const root = createRootRoute({ component: () => <ChangedGrid before="a" after="b" change="fixed" chosen={undefined} onClass={() => undefined} /> });
  const router = createRouter({ routeTree: root, history: createMemoryHistory() });
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <RouterProvider router={router as never} />
      </QueryClientProvider>
    </MantineProvider>,
  );
}

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
const answer = (items: unknown[]) => json({ objects: 7, fixed: items.length, regressed: 0, classes: [{ class_id: "c1", name: "car", fixed: items.length, regressed: 0 }], items, cursor: null });

test("an object that was fixed is drawn with the truth and both predictions, and leads to its item", async () => {
  shown(answer([OBJECT]));
  const list = await screen.findByRole("list", { name: "Fixed objects" });
  const link = await within(list).findByRole("link", { name: "Open street.png" });
  expect(link.getAttribute("href")).toContain("i1");
  expect([...list.querySelectorAll("rect")].map((one) => one.getAttribute("data-of"))).toEqual(["truth", "before", "prediction"]);
  expect(list.textContent).toContain("taken for truck (0.900, IoU 0.800) → found (0.950, IoU 0.900)");
});

test("where nothing changed that is said, and how many objects were compared", async () => {
  shown(answer([]));
  await screen.findByRole("heading", { name: "Nothing was fixed" });
  expect(document.body.textContent).toContain("7 objects are in both");
});

test("a refusal is a sentence with a way to try again", async () => {
  shown(json({ type: "about:everloop:conflict", title: "Conflict", detail: "This evaluation is not ready; its job says how far it is." }, 409));
  expect((await screen.findByRole("alert")).textContent).toContain("not ready");
  screen.getByRole("button", { name: "Try again" });
});

test("an object that nothing was predicted for was missed", () => {
  expect(said({ found: false, predicted_class: null })).toBe("missed");
});
