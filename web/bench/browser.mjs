/** What the benches of the browser share: a signed-in headless Chromium, waiting within the page, medians. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const WAIT_MS = 60_000;

/** --link: a sign-in link; --url: what is measured; --runs: how often. */
export const { values: given } = parseArgs({
  options: { link: { type: "string" }, url: { type: "string" }, chromium: { type: "string", default: "/usr/bin/chromium" }, runs: { type: "string", default: "5" } },
});
if (!given.link || !given.url) throw new Error("Give --link and --url.");
export const runs = Number(given.runs);

/** Run `bench` in a browser that is signed in and has seen nothing else, and print what it answers as JSON. */
export async function measure(bench, { viewport = { width: 1280, height: 720 } } = {}) {
  const profile = mkdtempSync(path.join(tmpdir(), "everloop-bench-"));
  const browser = await chromium.launch({ executablePath: given.chromium, headless: true, args: FLAGS, env: { ...process.env, HOME: profile } });
  try {
    const first = await browser.newContext({ viewport });
    await (await first.newPage()).goto(given.link);
    const cookies = await first.storageState();
    await first.close();
    /** A page with an empty cache. */
    const fresh = async () => {
      const context = await browser.newContext({ viewport, storageState: cookies });
      context.setDefaultTimeout(WAIT_MS);
      await context.addInitScript(watch);
      return context.newPage();
    };
    process.stdout.write(`${JSON.stringify(await bench({ browser, fresh }))}\n`);
  } finally {
    await browser.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

/** Runs in every page: counts what is asked of the server, and answers when something is on the screen. */
function watch() {
  const bench = { asked: 0, said: 0, at: 0, lcp: 0 };
  window.everloopBench = bench;
  const ask = window.fetch;
  window.fetch = async (...request) => {
    bench.asked += 1;
    try {
      return await ask(...request);
    } finally {
      setTimeout(() => (bench.said += 1));
    }
  };
  bench.isQuiet = () => bench.asked === bench.said;
  /** Milliseconds from `at` to the end of the frame in which `isSo` holds. */
  bench.until = (isSo) =>
    new Promise((resolve, reject) => {
      const begun = performance.now();
      const look = () => {
        if (performance.now() - begun > 30_000) return reject(new Error(`It was not seen in 30 s: ${isSo}`));
        if (!isSo()) return requestAnimationFrame(look);
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now() - bench.at);
        port2.postMessage(null);
        return 0;
      };
      requestAnimationFrame(look);
    });
  for (const name of ["pointerup", "keydown"]) window.addEventListener(name, () => (bench.at = performance.now()), { capture: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) bench.lcp = Math.max(bench.lcp, entry.startTime);
  }).observe({ type: "largest-contentful-paint", buffered: true });
  /** Every picture of the grid that is in view is there and decoded. */
  bench.hasRows = () => {
    const grid = document.querySelector("[data-testid=grid]");
    if (!grid) return false;
    const { top, bottom } = grid.getBoundingClientRect();
    const cells = [...grid.querySelectorAll("[role=option]")].filter((cell) => {
      const box = cell.getBoundingClientRect();
      return box.bottom > top && box.top < bottom;
    });
    return cells.length > 0 && cells.every((cell) => {
      const image = cell.querySelector("img");
      return image !== null && image.complete && image.naturalWidth > 0;
    });
  };
  bench.count = () => document.querySelector("[data-testid=count]")?.textContent ?? "";
}

export function at(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10;
}

export function median(values) {
  return at(values, 0.5);
}

export function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
