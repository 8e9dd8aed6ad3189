/** The map by each renderer, WebGL2 on a graphics card that the CPU plays; then with the card taken away in the middle. */
import path from "node:path";
import { ask, crashGraphics, end, must, person, signIn, step, told, until } from "./browser.mjs";

/** Some dimmed and some chosen, coloured by a measure; and from so far that points lie on each other, where their order shows. */
const PLACES = [
  { name: "near", zooms: 0 },
  { name: "far", zooms: 6 },
];

await end(async () => {
  const who = await person("owner", { deviceScaleFactor: 1.5, colorScheme: "dark" });
  await signIn(who, "owner");
  const { items } = await ask("POST", "/search", { limit: 12 });
  const seqs = items.map((one) => one.seq);
  const view = { mode: "map", colour: "metrics.brightness", chosen: seqs.slice(0, 2), filter: [{ range: { f: "seq", gte: Math.min(...seqs) + 4 } }] };
  const drawn = {};
  for (const renderer of ["cpu", "webgl"]) {
    await step(who, `draws by ${renderer}`, async (page) => {
      await show(page, { ...view, renderer });
      drawn[renderer] = await page.getByTestId("map").getAttribute("data-renderer");
      for (const { name, zooms } of PLACES) {
        for (let at = 0; at < zooms; at += 1) await page.keyboard.press("-");
        await keep(page, `${renderer}-${name}`);
      }
    });
  }
  await step(who, "lets the machine choose", async (page) => {
    await show(page, view);
    drawn.auto = await page.getByTestId("map").getAttribute("data-renderer");
  });
  await step(who, "comes back to the place that was looked at", async (page) => {
    await show(page, { ...view, renderer: "cpu" });
    for (const key of ["=", "=", "ArrowLeft", "ArrowDown"]) await page.keyboard.press(key);
    await until(() => new URL(page.url()).searchParams.has("camera"), "the place is in the address");
    must(new URL(page.url()).searchParams.get("map") === (await ask("GET", "/maps")).items[0].id, "the address says of which map the place is");
    await keep(page, "left-near");
    await page.reload();
    await drawnAgain(page);
    await keep(page, "back-near");
    await page.keyboard.press("0");
    await until(() => !new URL(page.url()).searchParams.has("camera"), "all of the map needs no place");
  });
  await step(who, "circles anew after a reload, and lets go", async (page) => {
    const lasso = () => new URL(page.url()).searchParams.get("lasso");
    const sets = () => JSON.parse(new URL(page.url()).searchParams.get("filter")).filter((node) => "set" in node).map((node) => node.set);
    await circle(page, 0.5);
    const first = await until(lasso, "a line is a part of the filter");
    await page.reload();
    await drawnAgain(page);
    await circle(page, 0.97);
    await until(() => lasso() !== first, "another line takes its place");
    must(JSON.stringify(sets()) === JSON.stringify([lasso()]), "the filter holds the last line alone");
    await page.keyboard.press("Escape");
    await until(() => sets().length === 0 && lasso() === null, "no line is a part of the filter");
  });
  await step(who, "is told where what draws the map does not load", async (page) => {
    who.quiet = true;
    await page.route(/worker-.*\.js/, (route) => route.abort());
    await page.goto(`${told.url}/explore?mode=map`);
    await page.getByRole("alert").filter({ hasText: "The map cannot be drawn" }).waitFor();
    await page.unroute(/worker-.*\.js/);
    who.quiet = false;
  });
  await step(who, "loses the graphics card", async (page) => {
    await show(page, { ...view, renderer: "webgl" });
    must((await page.getByTestId("map").getAttribute("data-renderer")) === "webgl2", "the card draws first");
    await crashGraphics();
    await until(async () => (await page.getByTestId("map").getAttribute("data-renderer")) === "cpu", "the CPU goes on");
    drawn.afterwards = "cpu";
    await keep(page, "lost-near");
  });
  return { drawn };
});

async function show(page, view) {
  const said = Object.entries(view).map(([name, value]) => `${name}=${encodeURIComponent(typeof value === "string" ? value : JSON.stringify(value))}`);
  await page.goto(`${told.url}/explore?${said.join("&")}`);
  await drawnAgain(page);
}

async function drawnAgain(page) {
  await page.getByRole("list", { name: /^Colours/ }).waitFor();
  await page.locator("[data-testid=map][data-renderer]").waitFor();
  await page.waitForLoadState("networkidle");
  await page.waitForTimeout(300);
}

async function keep(page, name) {
  await page.waitForTimeout(400);
  await page.getByTestId("map").screenshot({ path: path.join(told.out, `map-${name}.png`) });
}

/** A line around the points from the left up to a part of the width. */
async function circle(page, right) {
  const box = await page.getByTestId("map").boundingBox();
  const at = ([x, y]) => [box.x + x * box.width, box.y + y * box.height];
  await page.mouse.move(...at([0.02, 0.97])); // the colours lie above
  await page.mouse.down();
  for (const corner of [[0.02, 0.02], [right, 0.02], [right, 0.97], [0.04, 0.97]]) await page.mouse.move(...at(corner), { steps: 5 });
  await page.mouse.up();
}
