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
        await page.waitForTimeout(400);
        await page.getByTestId("map").screenshot({ path: path.join(told.out, `map-${renderer}-${name}.png`) });
      }
    });
  }
  await step(who, "lets the machine choose", async (page) => {
    await show(page, view);
    drawn.auto = await page.getByTestId("map").getAttribute("data-renderer");
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
    await page.waitForTimeout(400);
    await page.getByTestId("map").screenshot({ path: path.join(told.out, "map-lost-near.png") });
  });
  return { drawn };
});

async function show(page, view) {
  const said = Object.entries(view).map(([name, value]) => `${name}=${encodeURIComponent(typeof value === "string" ? value : JSON.stringify(value))}`);
  await page.goto(`${told.url}/explore?${said.join("&")}`);
  await page.getByRole("list", { name: /^Colours/ }).waitFor();
  await page.locator("[data-testid=map][data-renderer]").waitFor();
  await page.waitForLoadState("networkidle");
  await page.waitForTimeout(300);
}
