/**
 * How quickly the explorer answers on a house of many items, as JSON on standard output: medians of the runs, milliseconds; beside
 * each the CPU time of the browser and of the server, which no other work on the machine lengthens.
 *
 *   node bench/browsing.mjs --link <sign-in link> --url <the server's address> [--chromium /usr/bin/chromium] [--runs 5]
 */
import { given, measure, median, pause, runs } from "./browser.mjs";

const REST_MS = 600;
const STEPS = 3;
const FOLDERS = 20;
const PLACES = [0.31, 0.77, 0.05, 0.93, 0.52];

await measure(async ({ browser, fresh }) => {
  const system = await browser.newBrowserCDPSession();
  const seen = {};
  let again = 0;
  for (let run = 0; run < runs; run += 1) {
    const page = await fresh();
    /** Milliseconds of CPU: the browser's processes, the server's. */
    const cpu = async () => {
      const { processInfo } = await system.send("SystemInfo.getProcessInfo");
      const { cpu_s } = await (await page.context().request.get(`${given.url}/api/v1/server`)).json();
      return [1_000 * processInfo.reduce((sum, one) => sum + one.cpuTime, 0), 1_000 * cpu_s];
    };
    const note = async (name, act) => {
      const before = await cpu();
      const took = await act(page);
      const after = await cpu();
      for (const [key, value] of [[`${name}_ms`, took], [`${name}_browser_ms`, after[0] - before[0]], [`${name}_server_ms`, after[1] - before[1]]]) (seen[key] ??= []).push(value);
    };
    const everything = () => filtered(page, (rail) => rail.getByRole("button", { name: "Show everything" }));
    await note("lcp", opened);
    await note("folder", () => filtered(page, (rail) => rail.getByRole("button", { name: new RegExp(`^camera ${String(run % FOLDERS).padStart(2, "0")}`) })));
    await everything();
    for (let step = 0; step < STEPS; step += 1) await note("range", ranged);
    await everything();
    for (const place of PLACES) await note("scroll", () => scrolled(page, (place + run / 20) % 1));
    again += await visitedAgain(page);
    await page.goto(`${given.url}/explore`);
    await rested(page);
    await note("map", mapped);
    await note("lasso", lassoed);
    await page.context().close();
  }
  return { ...Object.fromEntries(Object.entries(seen).map(([name, values]) => [name, median(values)])), thumbnails_again: again };
});

/** The largest contentful paint of a first visit. */
async function opened(page) {
  await page.goto(`${given.url}/explore`);
  await rested(page);
  return page.evaluate(() => window.everloopBench.lcp);
}

async function rested(page) {
  await page.waitForFunction(() => window.everloopBench?.hasRows() && window.everloopBench.isQuiet());
  await pause(REST_MS);
}

/** From the click to the count, the rail's numbers and the first rows. */
async function filtered(page, find) {
  const before = await page.evaluate(() => window.everloopBench.count());
  await find(page.getByRole("complementary", { name: "Filters" })).click();
  return shown(page, before);
}

/** A step of a range's handle by key, the same. */
async function ranged(page) {
  const before = await page.evaluate(() => window.everloopBench.count());
  await page.getByRole("slider", { name: "Brightness from" }).press("ArrowRight");
  return shown(page, before);
}

async function shown(page, before) {
  const took = await page.evaluate((count) => window.everloopBench.until(() => window.everloopBench.count() !== count && window.everloopBench.isQuiet() && window.everloopBench.hasRows()), before);
  await pause(REST_MS);
  return took;
}

/** From a jump of the scrollbar to all pictures there. */
async function scrolled(page, share) {
  const took = await page.evaluate((to) => {
    const grid = document.querySelector("[data-testid=grid]");
    window.everloopBench.at = performance.now();
    grid.scrollTop = to * (grid.scrollHeight - grid.clientHeight);
    let frames = 0;
    return window.everloopBench.until(() => (frames += 1) > 1 && window.everloopBench.hasRows());
  }, share);
  await pause(REST_MS);
  return took;
}

/** Thumbnails that a second visit to the same place asks the network for. */
async function visitedAgain(page) {
  await page.goto(`${given.url}/explore`);
  await rested(page);
  await page.goto("about:blank");
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  const asked = new Set();
  session.on("Network.requestWillBeSent", ({ requestId, request }) => request.url.includes("/media/") && asked.add(requestId));
  session.on("Network.requestServedFromCache", ({ requestId }) => asked.delete(requestId));
  session.on("Network.responseReceived", ({ requestId, response }) => response.fromDiskCache && asked.delete(requestId));
  await page.goto(`${given.url}/explore`);
  await rested(page);
  await session.detach();
  return asked.size;
}

/** From the click on "Map" to its first points. */
async function mapped(page) {
  await page.getByRole("radiogroup", { name: "How to show them" }).getByText("Both", { exact: true }).click();
  const took = await page.evaluate(() => window.everloopBench.until(() => document.querySelector("[data-testid=map]")?.dataset.drawnMs !== undefined));
  await rested(page);
  return took;
}

/** From the pointer's release to the count and first rows of what it went round. */
async function lassoed(page) {
  const box = await page.getByTestId("map").boundingBox();
  const before = await page.evaluate(() => window.everloopBench.count());
  const corner = (turn) => [box.x + box.width * (0.5 + 0.3 * Math.cos(turn)), box.y + box.height * (0.5 + 0.3 * Math.sin(turn))];
  await page.mouse.move(...corner(0));
  await page.mouse.down();
  for (let i = 1; i <= 24; i += 1) await page.mouse.move(...corner((i / 24) * 2 * Math.PI * 0.96));
  await page.mouse.up();
  return shown(page, before);
}
