// @vitest-environment jsdom
import { act, cleanup, render, screen } from "@testing-library/react";
import { Component, type ReactNode, Suspense } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { lazyScreen, ScreenLost } from "./lazyScreen";

afterEach(() => {
  cleanup();
  sessionStorage.clear();
  vi.unstubAllGlobals();
});

class Boundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state = { error: null as Error | null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    const again = () => {
      if (error instanceof ScreenLost) error.forget();
      this.setState({ error: null });
    };
    return (
      <button type="button" onClick={again}>
        {error.message}
      </button>
    );
  }
}

const found = { default: () => <p>Here it is.</p> };

async function shown(load: () => Promise<typeof found>, reload = vi.fn()) {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const Screen = lazyScreen(load, reload);
  await act(async () => {
    render(
      <Boundary>
        <Suspense fallback="Loading">
          <Screen />
        </Suspense>
      </Boundary>,
    );
  });
  return reload;
}

async function tryAgain(said: RegExp) {
  const button = await screen.findByText(said);
  await act(async () => button.click());
}

test("a screen that cannot be loaded as the server is gone says so, and is loaded when it is tried again", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  let tries = 0;
  const reload = await shown(() => ((tries += 1) === 1 ? Promise.reject(new TypeError("Failed to fetch dynamically imported module")) : Promise.resolve(found)));
  await tryAgain(/The server cannot be reached/);
  await screen.findByText("Here it is.");
  expect(reload).not.toHaveBeenCalled();
});

test("where the server answers, the page is loaded anew, but not again and again", async () => {
  vi.stubGlobal("fetch", () => Promise.resolve(new Response("{}")));
  const reload = await shown(() => Promise.reject(new TypeError("gone")));
  await tryAgain(/could not be loaded/);
  await screen.findByText(/could not be loaded/);
  expect(reload).toHaveBeenCalledTimes(1);
});
