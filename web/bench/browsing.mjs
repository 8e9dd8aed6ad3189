/**
 * How quickly the explorer answers on a house of many items, as JSON on standard output: medians of the runs, milliseconds.
 *
 *   node bench/browsing.mjs --link <sign-in link> --url <the server's address> [--chromium /usr/bin/chromium] [--runs 5]
 */
import { given, measure, median, pause, runs } from "./browser.mjs";

const REST_MS = 600;
const STEPS = 3;
const FOLDERS = 20;
const PLACES = [0.31, 0.77, 0.05, 0.93, 0.52];

await measure(async ({ fresh }) => {
  const seen = { lcp_ms: [], folder_ms: [], range_ms: [], clear_ms: [], scroll_ms: [], map_ms: [], lasso_ms: [] };
  let again = 0;
  for (let run = 0; run < runs; run += 1) {
    const page = await fresh();
    seen.lcp_ms.push(await opened(page));
    seen.folder_ms.push(await filtered(page, (rail) => rail.getByRole("button", { name: new RegExp(`^camera ${String(run % FOLDERS).padStart(2, "0")}`) })));
    seen.clear_ms.push(await filtered(page, (rail) => rail.getByRole("button", { name: "Show everything" })));
    for (let step = 0; step < STEPS; step += 1) seen.range_ms.push(await ranged(page));
    seen.clear_ms.push(await filtered(page, (rail) => rail.getByRole("button", { name: "Show everything" })));
    for (const place of PLACES) seen.scroll_ms.push(await scrolled(page, (place + run / 20) % 1));
    again += await visitedAgain(page);
    await page.goto(`${given.url}/explore`);
    await rested(page);
    seen.map_ms.push(await mapped(page));
    seen.lasso_ms.push(await lassoed(page));
    await page.context().close();
  }
  return { ...Object.fromEntries(Object.entries(seen).map(([name, values]) => [name, median(values)])), thumbnails_again: again, all: seen };
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
