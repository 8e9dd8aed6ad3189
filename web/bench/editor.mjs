/**
 * How fluid the label editor is on one task, as JSON on standard output.
 *
 *   node bench/editor.mjs --link <sign-in link> --url <task's address> [--chromium /usr/bin/chromium] [--runs 5]
 *
 * pan, zoom: milliseconds between frames while the picture is moved and zoomed; drag: the same, and from a pointer's move to its
 * frame, while one object is moved; open: from the navigation to the first picture with all shapes. The CPU of a frame is that of
 * the page's process with its raster threads, and of the compositor's, which no other work on the machine lengthens. Medians of the
 * runs.
 */
import { at, given, measure, median, pause, runs } from "./browser.mjs";

const FRAME_MS = 16;
const MOVES = 120;
const VIEWPORT = { width: 1280, height: 800 };

await measure(
  async ({ browser, fresh }) => {
    const system = await browser.newBrowserCDPSession();
    const cpu = async () => {
      const { processInfo } = await system.send("SystemInfo.getProcessInfo");
      const of = (type) => 1000 * processInfo.filter((one) => one.type === type).reduce((sum, one) => sum + one.cpuTime, 0);
      return { page: of("renderer"), compositor: of("GPU") };
    };
    const found = [];
    for (let run = 0; run < runs; run += 1) {
      const page = await fresh();
      found.push(await once(page, cpu));
      await page.context().close();
    }
    return Object.fromEntries(Object.keys(found[0]).map((name) => [name, median(found.map((one) => one[name]))]));
  },
  { viewport: VIEWPORT },
);

async function once(page, cpu) {
  await page.goto(given.url);
  const open_ms = await drawn(page);
  await page.waitForTimeout(1_500);
  const stage = await page.locator("[data-testid=stage]").boundingBox();
  const middle = { x: stage.x + stage.width / 2, y: stage.y + stage.height / 2 };
  const mouse = await pointer(page);

  await page.keyboard.press("Shift+Digit1");
  await page.waitForTimeout(400);
  const zoom = await watched(page, cpu, async () => {
    for (let i = 0; i < MOVES; i += 1) await mouse.wheel(middle.x, middle.y, i < MOVES / 2 ? -40 : 40);
  });
  await page.waitForTimeout(400);
  const pan = await watched(page, cpu, async () => {
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
  const drag = await watched(page, cpu, async () => {
    await mouse.press(middle.x, middle.y, "left");
    for (let i = 0; i < MOVES; i += 1) await mouse.move(middle.x + 60 * Math.sin(i / 10), middle.y + 60 * (1 - Math.cos(i / 10)), "left");
    await mouse.release(middle.x, middle.y, "left");
  });
  await page.keyboard.press("Control+Z");
  await page.waitForTimeout(1_200);
  const heap = await page.evaluate(() => performance.memory?.usedJSHeapSize ?? 0);
  const of = (name, { frames, page: own, compositor }) => ({
    [`${name}_p50_ms`]: at(frames, 0.5),
    [`${name}_p95_ms`]: at(frames, 0.95),
    [`${name}_cpu_ms`]: own,
    [`${name}_compositor_ms`]: compositor,
  });
  return { open_ms, ...of("pan", pan), ...of("zoom", zoom), ...of("drag", drag), drag_latency_p95_ms: at(drag.latencies, 0.95), heap_mb: heap / 1e6 };
}

/** From the navigation to the first picture with its shapes. */
async function drawn(page) {
  await page.waitForFunction(() => performance.getEntriesByName("everloop:editor-drawn").length > 0, null, { timeout: 60_000 });
  return page.evaluate(() => performance.getEntriesByName("everloop:editor-drawn")[0].startTime);
}

/** Frames and pointer latencies while `act` runs. */
async function watched(page, cpu, act) {
  const before = await cpu();
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
  const after = await cpu();
  const seen = await page.evaluate(() => {
    window.everloopSeen.isOver = true;
    return window.everloopSeen;
  });
  const frames = Math.max(1, seen.frames.length);
  return { ...seen, page: (after.page - before.page) / frames, compositor: (after.compositor - before.compositor) / frames };
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
