/** Every page once more, light and dark: axe, the content security policy, the keyboard, 1280 × 720 and 200 % zoom. */
import { ask, axe, end, errors, must, person, signIn, step, told, until } from "./browser.mjs";

const { project, ontology, evaluation } = told.journey;

await end(async () => {
  const { items: collections } = await ask("GET", "/collections");
  const { items: sets } = await ask("GET", "/prediction-sets");
  const { items: found } = await ask("POST", "/search", { filter: { in: { f: "state", v: ["ready"] } }, limit: 1 });
  const pages = {
    home: "/home",
    explore: "/explore",
    map: "/explore?mode=map",
    duplicates: "/explore?mode=duplicates",
    item: `/explore?item=${found[0].id}`,
    collections: "/collections",
    collection: `/collections/${collections[0].id}`,
    ontologies: "/ontologies",
    ontology: `/ontologies/${ontology}`,
    projects: "/projects",
    "new project": "/projects/new",
    ...Object.fromEntries(["overview", "queue", "people", "issues", "labels", "exports", "imports", "settings"].map((tab) => [`project ${tab}`, `/projects/${project}?tab=${tab}`])),
    task: `/projects/${project}/tasks/${found[0].id}`,
    models: "/models?new=true",
    predictions: `/prediction-sets/${sets[0].id}`,
    evaluations: "/evaluations?new=true",
    ...Object.fromEntries(["classes", "confusion", "curves", "outcomes", "slices", "failures"].map((tab) => [`evaluation ${tab}`, `/evaluations/${evaluation}?tab=${tab}`])),
    ...Object.fromEntries(["numbers", "fixed"].map((tab) => [`compare ${tab}`, `/evaluations/compare?before=${evaluation}&after=${evaluation}&tab=${tab}`])),
    "pre-labels": `/projects/${project}?offer=any`,
    "no such project": "/projects/nothing",
    jobs: "/jobs",
    "dead letters": "/jobs?tab=letters",
    ...Object.fromEntries(["account", "members", "groups", "folders", "metadata"].map((tab) => [`settings ${tab}`, `/settings?tab=${tab}`])),
  };
  const dialogs = {
    palette: ["/home", (page) => page.keyboard.press("Control+k")],
    "metadata of a picture": ["/explore", async (page) => {
      await page.getByRole("listbox").getByRole("option").first().click();
      await page.keyboard.press("e");
    }],
    "end of a project": [`/projects/${project}?tab=settings`, (page) => page.getByRole("button", { name: "Archive the project" }).click()],
  };
  const violations = {};
  const wide = [];
  for (const colorScheme of ["light", "dark"]) {
    const who = await person(colorScheme, { colorScheme });
    await signIn(who, "owner");
    for (const [name, address] of Object.entries(pages)) {
      await step(who, name, async (page) => {
        await open(page, address);
        const said = await axe(page);
        if (said.length > 0) violations[`${name}, ${colorScheme}`] = said;
        if (await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1)) wide.push(`${name} scrolls sideways at 1280 × 720`);
      });
    }
    for (const [name, [address, opener]] of Object.entries(dialogs)) {
      await step(who, name, async (page) => {
        await open(page, address);
        await opener(page);
        await page.getByRole("dialog").waitFor();
        await page.waitForTimeout(350);
        const said = await axe(page);
        if (said.length > 0) violations[`${name}, ${colorScheme}`] = said;
      });
    }
    await who.context.close();
  }
  const narrow = await zoomed(pages);
  const keyboard = await byKeyboard();
  const policy = await policyHolds();
  return { violations, wide: [...wide, ...narrow], keyboard, policy, pages: Object.keys(pages).length };
});

/** A page with its data: nothing of it loads any more. */
async function open(page, address) {
  await page.goto(told.url + address);
  await page.locator("main h1").first().waitFor();
  await until(async () => (await page.getByText(/^Loading .*…$/).count()) === 0, `${address} has loaded`);
}

/** At 200 % zoom a screen of 1280 × 720 is one of 640 × 360: headings and the rail are there, nothing is cut off sideways. */
async function zoomed(pages) {
  const who = await person("zoomed", { viewport: { width: 640, height: 360 }, deviceScaleFactor: 2 });
  await signIn(who, "owner");
  const wide = [];
  for (const name of ["home", "explore", "project overview", "evaluation classes", "settings members"]) {
    await step(who, name, async (page) => {
      await open(page, pages[name]);
      if (await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1)) wide.push(`${name} scrolls sideways at 200 % zoom`);
    });
  }
  await who.context.close();
  return wide;
}

/** From the first page to a collection without a mouse, with the focus seen at every stop. */
async function byKeyboard() {
  const who = await person("keyboard");
  await signIn(who, "owner");
  const seen = [];
  await step(who, "goes by keys alone", async (page) => {
    await open(page, "/home");
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Find a page or a command" }).fill("collections");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Collections" }).waitFor();
    for (let stops = 0; stops < 60; stops += 1) {
      await page.keyboard.press("Tab");
      const stop = await page.evaluate(() => {
        const one = document.activeElement;
        const style = one ? getComputedStyle(one) : null;
        return { text: one?.textContent ?? "", isSeen: !!style && (style.outlineStyle !== "none" || style.boxShadow !== "none" || one.closest("[data-focus-visible-added]") !== null) };
      });
      seen.push(stop);
      if (stop.text === "Street scenes") break;
    }
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Street scenes" }).waitFor();
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
  });
  await who.context.close();
  return { stops: seen.length, unseen: seen.filter((one) => !one.isSeen).map((one) => one.text) };
}

/** The policy that pages are served under, and that it stops what it should. */
async function policyHolds() {
  const who = await person("policy");
  await signIn(who, "owner");
  const answer = await who.page.goto(`${told.url}/home`);
  const policy = answer.headers()["content-security-policy"] ?? "";
  must(policy.includes("script-src") && !policy.includes("unsafe-inline") && !policy.includes("unsafe-eval"), `the policy is strict: ${policy}`);
  const before = errors.length;
  who.quiet = true;
  const ran = await who.page.evaluate(async () => {
    const script = document.createElement("script");
    script.textContent = "globalThis.everloopRan = true";
    document.head.append(script);
    const style = document.createElement("style");
    style.textContent = "body { opacity: 0.5 }";
    document.head.append(style);
    await new Promise((resolve) => setTimeout(resolve, 100));
    return { script: globalThis.everloopRan === true, style: getComputedStyle(document.body).opacity !== "1" };
  });
  must(errors.length === before, "the probe's own refusals are not counted");
  await who.context.close();
  return ran;
}
