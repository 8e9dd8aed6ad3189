// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderHook, waitFor } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { useFollowed } from "./useJobs";

afterEach(() => vi.unstubAllGlobals());

test("a job is followed to its end, also when who started it is gone from the screen", async () => {
  let state = "running";
  vi.stubGlobal("fetch", async ({ url }: Request) => new Response(JSON.stringify(url.includes("/jobs/j") ? { id: "j", state } : { items: [] }), { headers: { "Content-Type": "application/json" } }));
  const client = new QueryClient();
  const { result, unmount } = renderHook(useFollowed, { wrapper: ({ children }) => <QueryClientProvider client={client}>{children}</QueryClientProvider> });
  const onEnd = vi.fn();
  result.current("j", onEnd);
  unmount();
  await waitFor(() => expect(client.getQueryData(["jobs", "j"])).toBeDefined());
  expect(onEnd).not.toHaveBeenCalled();
  state = "done";
  await waitFor(() => expect(onEnd).toHaveBeenCalledTimes(1), { timeout: 5_000 });
  client.clear();
});
