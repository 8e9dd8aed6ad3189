/**
 * How fluid the label editor is on one task, as JSON on standard output.
 *
 *   node bench/editor.mjs --link <sign-in link> --url <task's address> [--chromium /usr/bin/chromium] [--runs 3]
 *
 * pan, zoom: milliseconds between frames while the picture is moved and zoomed; drag: the same, and from a pointer's move to its
 * frame, while one object is moved; open: from the navigation to the first picture with all shapes. Medians of the runs.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const FRAME_MS = 16;
const MOVES = 120;
const { values: given } = parseArgs({
  options: { link: { type: "string" }, url: { type: "string" }, chromium: { type: "string", default: "/usr/bin/chromium" }, runs: { type: "string", default: "3" } },
});
if (!given.link || !given.url) throw new Error("Give --link and --url.");

const profile = mkdtempSync(path.join(tmpdir(), "everloop-bench-"));
const context = await chromium.launchPersistentContext(profile, { executablePath: given.chromium, headless: true, viewport: { width: 1280, height: 800 }, args: FLAGS });
try {
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(given.link);
  await page.goto(given.url);
  await drawn(page);
  const runs = [];
  for (let run = 0; run < Number(given.runs); run += 1) runs.push(await once(page));
  const names = Object.keys(runs[0]);
  const figures = Object.fromEntries(names.map((name) => [name, median(runs.map((one) => one[name]))]));
  process.stdout.write(`${JSON.stringify({ ...figures, runs: runs.length })}\n`);
} finally {
  await context.close();
  rmSync(profile, { recursive: true, force: true });
}

async function once(page) {
  await page.goto("about:blank");
  await page.goto(given.url);
  const open_ms = await drawn(page);
  await page.waitForTimeout(1_500);
  const stage = await page.locator("[data-testid=stage]").boundingBox();
  const middle = { x: stage.x + stage.width / 2, y: stage.y + stage.height / 2 };
  const mouse = await pointer(page);

  await page.keyboard.press("Shift+Digit1");
  await page.waitForTimeout(400);
  const zoom = await watched(page, async () => {
    for (let i = 0; i < MOVES; i += 1) await mouse.wheel(middle.x, middle.y, i < MOVES / 2 ? -40 : 40);
  });
  await page.waitForTimeout(400);
  const pan = await watched(page, async () => {
    await mouse.press(middle.x, middle.y, "middle");
    for (let i = 0; i < MOVES; i += 1) await mouse.move(middle.x + 120 * Math.sin(i / 12), middle.y + 80 * Math.cos(i / 12), "middle");
    await mouse.release(middle.x, middle.y, "middle");
  });
  await page.waitForTimeout(400);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Shift+Digit1");
  await page.waitForTimeout(400);
  await page.mouse.click(middle.x, middle.y);
  await page.waitForTimeout(300);
  const drag = await watched(page, async () => {
    await mouse.press(middle.x, middle.y, "left");
    for (let i = 0; i < MOVES; i += 1) await mouse.move(middle.x + 60 * Math.sin(i / 10), middle.y + 60 * (1 - Math.cos(i / 10)), "left");
    await mouse.release(middle.x, middle.y, "left");
  });
  await page.keyboard.press("Control+Z");
  await page.waitForTimeout(1_200);
  const heap = await page.evaluate(() => performance.memory?.usedJSHeapSize ?? 0);
  return {
    open_ms: Math.round(open_ms),
    zoom_p50_ms: at(zoom.frames, 0.5),
    zoom_p95_ms: at(zoom.frames, 0.95),
    pan_p50_ms: at(pan.frames, 0.5),
    pan_p95_ms: at(pan.frames, 0.95),
    drag_p50_ms: at(drag.frames, 0.5),
    drag_p95_ms: at(drag.frames, 0.95),
    drag_latency_p95_ms: at(drag.latencies, 0.95),
    heap_mb: Math.round(heap / 1e6),
  };
}

/** From the navigation to the first picture with its shapes. */
async function drawn(page) {
  await page.waitForFunction(() => performance.getEntriesByName("everloop:editor-drawn").length > 0, null, { timeout: 60_000 });
  return page.evaluate(() => performance.getEntriesByName("everloop:editor-drawn")[0].startTime);
}

/** Frames and pointer latencies while `act` runs. */
async function watched(page, act) {
  await page.evaluate(() => {
    const seen = { frames: [], latencies: [], isOver: false };
    window.everloopSeen = seen;
    let last = performance.now();
    let moved = null;
    const frame = (now) => {
      seen.frames.push(now - last);
      if (moved !== null) seen.latencies.push(performance.now() - moved);
      moved = null;
      last = now;
      if (!seen.isOver) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    window.addEventListener("pointermove", (event) => {
      moved ??= event.timeStamp;
    }, { capture: true });
  });
  await act();
  return page.evaluate(() => {
    window.everloopSeen.isOver = true;
    return window.everloopSeen;
  });
}

/** Input at the pace of a hand, without waiting for the page. */
async function pointer(page) {
  const session = await page.context().newCDPSession(page);
  const send = async (event) => {
    const sent = session.send("Input.dispatchMouseEvent", event);
    await Promise.race([sent, pause(FRAME_MS)]);
    await pause(FRAME_MS / 2);
  };
  const held = { middle: 4, left: 1 };
  return {
    move: (x, y, button) => send({ type: "mouseMoved", x, y, button, buttons: held[button] }),
    press: (x, y, button) => send({ type: "mousePressed", x, y, button, buttons: held[button], clickCount: 1 }),
    release: (x, y, button) => send({ type: "mouseReleased", x, y, button, buttons: 0, clickCount: 1 }),
    wheel: (x, y, deltaY) => send({ type: "mouseWheel", x, y, deltaX: 0, deltaY }),
  };
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function at(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10;
}

function median(values) {
  return at(values, 0.5);
}
