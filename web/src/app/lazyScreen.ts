import { type ComponentType, createElement, type FunctionComponent, use } from "react";
import { ApiError } from "@/api/client";

interface Loaded {
  default: ComponentType;
}

/** A screen could not be loaded; `forget` lets it be tried again. */
export class ScreenLost extends ApiError {
  constructor(
    detail: string,
    readonly forget: () => void,
  ) {
    super(0, "offline", "Not reached", detail);
  }
}

/**
 * A screen whose code is loaded when it is first opened, or before, where its link is pointed at. Where the server cannot be
 * reached that is said in the screen's place, and it can be tried again. Where the server answers it has another build by now:
 * then the page is loaded anew, once.
 */
export function lazyScreen(load: () => Promise<Loaded>, reload: () => void = () => location.reload()): FunctionComponent & { preload: () => Promise<void> } {
  let loaded: ComponentType | undefined;
  let lost: ScreenLost | undefined;
  let going: Promise<void> | undefined;
  const start = () => {
    going ??= load()
      .then(
        (found) => {
          loaded = found.default;
        },
        async () => {
          lost = new ScreenLost(await reason(reload), () => {
            lost = undefined;
          });
        },
      )
      .finally(() => {
        going = undefined;
      });
    return going;
  };
  function Screen() {
    if (loaded) return createElement(loaded);
    if (lost) throw lost;
    use(start());
    return null;
  }
  Screen.preload = () => {
    if (loaded) return Promise.resolve();
    lost = undefined;
    return start();
  };
  return Screen;
}

const RELOADED = "everloop-reloaded";

async function reason(reload: () => void): Promise<string> {
  const answers = await fetch("/config.json", { cache: "no-store" }).then(
    (answer) => answer.ok,
    () => false,
  );
  if (!answers) return "The server cannot be reached, so this page could not be loaded. Try again in a moment.";
  if (sessionStorage.getItem(RELOADED) === null) {
    sessionStorage.setItem(RELOADED, "yes");
    reload();
  }
  return "This page could not be loaded. Load Everloop anew in the browser.";
}
