// @vitest-environment jsdom
import { MantineProvider } from "@mantine/core";
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Notices, notify } from "./Notices";

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: vi.fn(), removeEventListener: vi.fn() }));
  render(<MantineProvider><Notices /></MantineProvider>);
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("what can be taken back stays until it is closed, whatever is said after it", () => {
  const run = vi.fn();
  act(() => {
    notify("1,000 items deleted.", { action: { label: "Undo", run } });
    for (let at = 0; at < 6; at += 1) notify(`Saved ${at}.`, { tone: at % 2 ? "bad" : "good" });
  });
  expect(screen.getByText("1,000 items deleted.")).toBeTruthy();
  expect(screen.queryByText("Saved 2.")).toBeNull();
  act(() => void vi.advanceTimersByTime(60_000));
  expect(screen.queryByText("Saved 4.")).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Undo" }));
  expect(run).toHaveBeenCalledOnce();
  expect(screen.queryByText("1,000 items deleted.")).toBeNull();
});
