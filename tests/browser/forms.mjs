/** Every form once, by one admin, on what the journey made: settings, folders, bulk changes, a project's life, comparing, jobs. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ask, end, must, person, signIn, step, told, until } from "./browser.mjs";

const { project, ontology } = told.journey;
const button = (page, name) => page.getByRole("button", { name, exact: typeof name === "string" });
const choose = async (page, label, option) => {
  await page.getByRole("combobox", { name: label }).click();
  await page.getByRole("option", { name: option }).first().click();
};
const notice = (page, text) => page.getByRole("status").filter({ hasText: text }).first().waitFor();
const jobsDone = () => until(async () => (await ask("GET", "/jobs")).items.every((one) => ["done", "failed", "cancelled"].includes(one.state)), "all jobs are over", 60_000);
/** How many items pass a filter. */
const count = async (filter) => (await ask("POST", "/search", { filter, limit: 1 })).total;

await end(async () => {
  const admin = await person("admin");
  await signIn(admin, "owner");
  await settings(admin);
  await explorer(admin);
  await looking(admin);
  await restored(admin);
  await lifeOf(admin);
  await imports(admin);
  await compared(admin);
  await jobs(admin);
  return {};
});

// ── settings ──────────────────────────────────────────────────────────────────────────────────────

async function settings(admin) {
  await step(admin, "makes a group and puts somebody in", async (page) => {
    await page.goto(`${told.url}/settings?tab=groups`);
    await page.getByLabel("New group").fill("Night shift");
    await button(page, "Make the group").click();
    await page.getByRole("cell", { name: "Night shift", exact: true }).waitFor();
    await page.getByRole("combobox", { name: "Members of Night shift" }).click();
    await page.getByRole("option", { name: "Ann Otator" }).click();
    await until(async () => (await ask("GET", "/members")).items.some((one) => one.groups?.length === 1), "Ann is in the group");
    await page.keyboard.press("Escape");
  });
  await step(admin, "grants a folder to the group and takes it back", async (page) => {
    await page.getByRole("tab", { name: "Folders" }).click();
    await choose(page, "Let somebody see it", /Night shift/);
    await choose(page, "Role of Night shift (group)", "editor");
    await until(async () => (await ask("GET", "/folders/root/grants")).some((one) => one.role === "editor" && one.subject.startsWith("group:")), "the group may edit");
    await button(page, "Remove Night shift (group) from this folder").click();
    await until(async () => !(await ask("GET", "/folders/root/grants")).some((one) => one.subject.startsWith("group:")), "the grant is gone");
  });
  await step(admin, "deletes the group", async (page) => {
    await page.getByRole("tab", { name: "Groups" }).click();
    await button(page, "Delete Night shift").click();
    await button(page, "Delete the group").click();
    await page.getByRole("cell", { name: "Night shift", exact: true }).waitFor({ state: "detached" });
  });
  await step(admin, "makes metadata keys and deletes one", async (page) => {
    await page.getByRole("tab", { name: "Metadata" }).click();
    await page.getByLabel("Key", { exact: true }).fill("draft");
    await button(page, "Add key").click();
    await page.getByRole("cell", { name: "draft", exact: true }).waitFor();
    await page.getByLabel("Key", { exact: true }).fill("city");
    await choose(page, "Type", "enum");
    for (const value of ["Oslo", "Rome"]) {
      await page.getByRole("combobox", { name: "Values" }).fill(value);
      await page.keyboard.press("Enter");
    }
    await button(page, "Add key").click();
    await page.getByRole("cell", { name: "Oslo, Rome" }).waitFor();
    await button(page, "Delete draft").click();
    await button(page, "Delete the key").click();
    await page.getByRole("cell", { name: "draft", exact: true }).waitFor({ state: "detached" });
  });
  await step(admin, "makes a token that is shown once, and revokes it", async (page) => {
    await page.getByRole("tab", { name: "My account" }).click();
    await page.getByLabel("What it is for").fill("a robot");
    await button(page, "Make a token").click();
    const secret = await page.getByText("Copy it now").locator("code").textContent();
    const asks = (token) => fetch(`${told.url}/api/v1/session`, { headers: { Authorization: `Bearer ${token}` } }).then((answer) => answer.status);
    must((await asks(secret)) === 200, "the token opens the door");
    await page.reload();
    await page.getByRole("cell", { name: "a robot", exact: true }).waitFor();
    must((await page.getByText(secret).count()) === 0, "the secret is not shown again");
    await button(page, "Revoke a robot").click();
    await page.getByRole("cell", { name: "a robot", exact: true }).waitFor({ state: "detached" });
    must((await asks(secret)) === 401, "a revoked token opens nothing");
  });
  await step(admin, "gives themselves an address to sign in with", async (page) => {
    await page.getByRole("tab", { name: "Members" }).click();
    await button(page, "Change Owner").click();
    await page.getByRole("dialog").getByLabel("Email").fill("owner@example.org");
    await button(page, "Save").click();
    await page.getByRole("cell", { name: "owner@example.org" }).waitFor();
    await page.getByRole("tab", { name: "My account" }).click();
  });
  await step(admin, "sets a password and changes it", async (page) => {
    const [old, fresh] = [page.getByLabel("The one until now"), page.getByLabel("New password")];
    await fresh.fill("correct horse battery");
    await button(page, "Set password").click();
    await notice(page, "The password is set.");
    await old.fill("a wrong one");
    await fresh.fill("staple battery horse");
    admin.quiet = true;
    await button(page, "Set password").click();
    await page.getByRole("region", { name: "Password" }).getByRole("alert").waitFor();
    admin.quiet = false;
    await old.fill("correct horse battery");
    await button(page, "Set password").click();
    await page.getByRole("region", { name: "Password" }).getByRole("alert").waitFor({ state: "detached" });
  });
}

// ── explorer ──────────────────────────────────────────────────────────────────────────────────────

async function explorer(admin) {
  const rail = admin.page.getByRole("complementary", { name: "Filters" });
  const folder = (name) => rail.getByRole("button", { name: new RegExp(`^${name} `) });
  const ask_ = async (page, name, what) => {
    await button(page, `What to do with ${name}`).click();
    await page.getByRole("menuitem", { name: what }).click();
  };
  const undo = async (page, text) => {
    await page.getByRole("status").filter({ hasText: text }).getByRole("button", { name: "Undo" }).click();
    await notice(page, "Taken back.");
    await page.getByRole("status").filter({ hasText: "Taken back." }).getByRole("button", { name: "Close" }).first().click();
  };
  const pick = async (page) => {
    await page.goto(`${told.url}/explore?sort=seq`);
    const cells = page.getByRole("listbox").getByRole("option");
    await cells.first().click();
    await cells.nth(1).click({ modifiers: ["Control"] });
    await page.getByTestId("chosen").getByText("2 chosen").waitFor();
    return cells;
  };
  const all = await count(null);
  let id = "";
  await step(admin, "drags chosen pictures into a new folder", async (page) => {
    const cells = await pick(page);
    await rail.getByLabel("New folder in").fill("Night");
    await page.keyboard.press("Enter");
    await folder("Night").waitFor();
    id = (await ask("GET", "/folders")).items.find((one) => one.name === "Night").id;
    await cells.first().dragTo(folder("Night"));
    await until(async () => (await count({ in: { f: "folder", v: [id] } })) === 2, "both pictures are in the folder");
    await undo(page, "2 items moved");
    await until(async () => (await count({ in: { f: "folder", v: [id] } })) === 0, "the move is taken back");
  });
  await step(admin, "moves them by the dialog", async (page) => {
    await page.keyboard.press("m");
    await choose(page.getByRole("dialog").page(), "Folder", "Night");
    await button(page.getByRole("dialog"), "Move").click();
    await until(async () => (await count({ in: { f: "folder", v: [id] } })) === 2, "both pictures are in the folder");
  });
  await step(admin, "renames and moves the folder", async (page) => {
    await ask_(page, "Night", "Rename…");
    await page.getByRole("dialog").getByLabel("Name").fill("Dusk");
    await button(page.getByRole("dialog"), "Rename").click();
    await folder("Dusk").waitFor();
    await rail.getByLabel("New folder in").fill("Archive");
    await page.keyboard.press("Enter");
    await folder("Archive").waitFor();
    await ask_(page, "Dusk", "Move…");
    await choose(page, "Into", "Archive");
    await button(page.getByRole("dialog"), "Move").click();
    await button(page, "Folders in Archive").waitFor();
    await undo(page, "moved to Archive");
    await button(page, "Folders in Archive").waitFor({ state: "detached" });
  });
  await step(admin, "deletes folders, and is told what becomes of the pictures", async (page) => {
    await ask_(page, "Dusk", "Delete…");
    await page.getByText("Its 2 pictures move to the root folder; no picture is deleted.", { exact: false }).waitFor();
    await button(page, "Delete the folder").click();
    await folder("Dusk").waitFor({ state: "detached" });
    await ask_(page, "Archive", "Delete…");
    await page.getByText("No picture is in it.", { exact: false }).waitFor();
    await button(page, "Delete the folder").click();
    await folder("Archive").waitFor({ state: "detached" });
    must((await count(null)) === all, "no picture is lost");
  });
  await step(admin, "sets metadata of many and takes it back", async (page) => {
    const set = async (value) => {
      await pick(page);
      await page.keyboard.press("e");
      await choose(page, "Key", "city");
      await choose(page, "Value", value);
      await button(page.getByRole("dialog"), "Set").click();
      await until(async () => (await count({ in: { f: "meta.city", v: [value] } })) === 2, `both are in ${value}`);
    };
    await set("Oslo");
    await undo(page, "2 items changed");
    await until(async () => (await count({ exists: "meta.city" })) === 0, "the city is taken back");
    await set("Rome");
  });
  await step(admin, "keeps its place in the grid when items change", async (page) => {
    await page.goto(`${told.url}/explore?sort=seq&size=320`);
    const grid = page.getByTestId("grid");
    await grid.getByRole("option").first().waitFor();
    await grid.evaluate((one) => one.scrollTo({ top: one.scrollHeight }));
    const place = await grid.evaluate((one) => one.scrollTop);
    must(place > 320, "there is more than a screen of pictures");
    await grid.getByRole("option").last().click();
    await page.keyboard.press("e");
    await choose(page, "Key", "city");
    await choose(page, "Value", "Oslo");
    const again = page.waitForResponse((answer) => answer.url().endsWith("/search/order"));
    await button(page.getByRole("dialog"), "Set").click();
    await again;
    await page.evaluate(() => new Promise((resolve) => setTimeout(() => requestAnimationFrame(resolve), 100)));
    must((await grid.evaluate((one) => one.scrollTop)) === place, "the grid stays where it was");
    await undo(page, "1 item changed");
    await until(async () => (await count({ in: { f: "meta.city", v: ["Oslo"] } })) === 0, "the city is taken back");
  });
  await step(admin, "deletes pictures and brings them back", async (page) => {
    await pick(page);
    await page.keyboard.press("Delete");
    await button(page, "Delete 2").click();
    await until(async () => (await count(null)) === all - 2, "two are gone");
    await undo(page, "2 items deleted");
    await until(async () => (await count(null)) === all, "they are back");
  });
}

/** Looking, sorting and the item view, by keys. */
async function looking(admin) {
  const cells = admin.page.getByRole("listbox").getByRole("option");
  await step(admin, "looks for pictures by words", async (page) => {
    await page.goto(`${told.url}/explore`);
    await cells.first().waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("a red square");
    await page.keyboard.press("Enter");
    await until(() => page.url().includes("text="), "the words are in the address");
    const { items, reason } = await ask("POST", "/search/text", { text: "a red square", filter: null, limit: 500 });
    if (items.length === 0) await page.getByText(reason).first().waitFor();
    else await until(async () => (await cells.count()) === items.length && (await cells.first().innerText()).includes(items[0].name), "what looks like it, nearest first");
  });
  await step(admin, "sorts, the greatest first", async (page) => {
    await page.goto(`${told.url}/explore`);
    await choose(page, "Sort by", "File name");
    await button(page, "Least first").click();
    const { items } = await ask("POST", "/search", { filter: null, sort: "-name", limit: 1 });
    await until(async () => (await cells.first().innerText()).includes(items[0].name), `${items[0].name} is the first`);
  });
  await step(admin, "keeps a part of a histogram by its slider", async (page) => {
    await page.goto(`${told.url}/explore`);
    await cells.first().waitFor();
    const all = await count(null);
    const thumb = await page.getByRole("slider", { name: "Sharpness from" }).boundingBox();
    const [x, y] = [thumb.x + thumb.width / 2, thumb.y + thumb.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 30, y, { steps: 5 });
    await page.mouse.move(x + 60, y, { steps: 5 });
    await page.mouse.up();
    const [kept] = await until(() => JSON.parse(new URL(page.url()).searchParams.get("filter")), "the range is in the address");
    must(kept.range.f === "metrics.sharpness" && kept.range.gte > 0, `the slider's range is kept, not ${JSON.stringify(kept)}`);
    const left = await count(kept);
    must(left < all, `${left} of ${all} items are left`);
    await until(async () => (await cells.count()) === left, `${left} items are shown`);
  });
  await step(admin, "chooses and shows what is nearly the same", async (page) => {
    await page.goto(`${told.url}/explore?mode=duplicates`);
    await button(page, "Find near-duplicates anew").click();
    const group = page.getByRole("article").first();
    await group.waitFor();
    const pictures = Number(/^(\d+) pictures/.exec(await group.innerText())[1]);
    await group.getByRole("button", { name: "Choose all but the oldest" }).click();
    await page.getByTestId("chosen").getByText(`${pictures - 1} chosen`).waitFor();
    await button(page, "Choose nothing").click();
    await group.getByRole("button", { name: "Show in the grid" }).click();
    await until(async () => (await cells.count()) === pictures, `the ${pictures} of the group are shown`);
  });
  await step(admin, "goes through the item view by keys, to what is like it", async (page) => {
    const view = page.getByRole("dialog");
    await cells.first().click();
    await page.keyboard.press("o");
    await view.getByText(/^1 of /).waitFor();
    await page.keyboard.press("ArrowRight");
    await view.getByText(/^2 of /).waitFor();
    await page.keyboard.press("Escape");
    await view.waitFor({ state: "detached" });
    await page.keyboard.press("o");
    await view.getByText(/ of /).first().waitFor();
    await page.keyboard.press("l");
    await until(() => page.url().includes("like="), "what is like it is in the address");
    await until(async () => (await cells.count()) > 1, "others are like it");
  });
}

/** A collection's second version, what it changed, and the first one again. */
async function restored(admin) {
  await step(admin, "sees what a version changed and restores the one before", async (page) => {
    const { items: all } = await ask("GET", "/collections");
    const { id } = all.find((one) => one.name === "Street scenes");
    const { items } = await ask("POST", "/search", { filter: null, limit: 1 });
    await ask("POST", `/collections/${id}/versions`, { items: { ids: [items[0].id] }, mode: "remove", message: "One less" });
    await page.goto(`${told.url}/collections/${id}`);
    await button(page, "Changes of version 2").click();
    await page.getByRole("heading", { name: "1 removed" }).waitFor();
    await button(page, "Restore version 1").click();
    await button(page.getByRole("dialog"), "Restore version 1").click();
    await page.getByText("(restores 1)").waitFor();
    must((await ask("GET", `/collections/${id}`)).items === 12, "all twelve are in it again");
  });
}

// ── a project ─────────────────────────────────────────────────────────────────────────────────────

async function lifeOf(admin) {
  const found = () => ask("GET", `/projects/${project}`);
  await step(admin, "renames a project", async (page) => {
    await page.goto(`${told.url}/projects/${project}?tab=settings`);
    await page.getByLabel("Title").fill("Street, by day");
    await button(page, "Save").click();
    await page.getByRole("heading", { name: "Street, by day" }).waitFor();
  });
  await step(admin, "upgrades it to a newer ontology", async (page) => {
    await page.goto(`${told.url}/ontologies/${ontology}`);
    await page.getByLabel("Name of the new class").fill("tram");
    await button(page, "Add class").click();
    await page.getByRole("heading", { name: "tram", exact: true }).waitFor();
    await page.goto(`${told.url}/projects/${project}?tab=settings`);
    await button(page, /^Upgrade to version/).click();
    await button(page, "Upgrade").click();
    await page.getByText(/, the newest/).waitFor();
    must((await found()).ontology_version === (await ask("GET", `/ontologies/${ontology}`)).version, "the project has the newest version");
  });
  await step(admin, "takes items out of it and adds them again", async (page) => {
    await button(page, /^Take out /).click();
    await button(page.getByRole("dialog"), "Take out").click();
    await page.getByText("The project works on nothing yet.", { exact: false }).waitFor();
    await jobsDone();
    await choose(page, "Add items", /^Street scenes/);
    await page.getByText("newest", { exact: true }).waitFor();
    await jobsDone();
    must((await found()).datasets.length === 1, "the project has items again");
  });
  await step(admin, "offers a model's predictions as pre-labels", async (page) => {
    await button(page, "Offer pre-labels").click();
    await choose(page, "Predictions", /results\.json/);
    await page.getByLabel("Least confidence").fill("0.1");
    await page.getByRole("checkbox", { name: /Leave out/ }).uncheck();
    await button(page, "Offer them").click();
    await page.getByRole("status").filter({ hasText: /offered/ }).waitFor();
    await button(page.getByRole("dialog"), "Close").last().click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
  });
  await step(admin, "accepts a pre-label and refuses another, by keys", async (page) => {
    const [{ item }] = (await ask("GET", `/projects/${project}/labels?limit=100`)).items.filter((one) => one.proposed > 0);
    await page.goto(`${told.url}/projects/${project}/tasks/${item}`);
    const list = page.getByRole("list", { name: "Objects" });
    const waiting = list.getByText("pre-label", { exact: true });
    await until(async () => (await waiting.count()) === 2, "two pre-labels wait");
    const before = await list.getByRole("listitem").count();
    await page.keyboard.press("j");
    await page.keyboard.press("a");
    await until(async () => (await waiting.count()) === 1, "one is accepted");
    await page.keyboard.press("x");
    await until(async () => (await waiting.count()) === 0, "the other is refused");
    await until(async () => (await list.getByRole("listitem").count()) === before - 1, "the accepted one stays, the refused one is gone");
    await page.locator('[data-testid="save-state"][data-kind="saved"]').waitFor();
    await button(page, "Give back").click();
    await page.getByText("Given back").waitFor();
  });
  await step(admin, "changes what another changed meanwhile, chooses whose stands, and skips", async (page) => {
    const [{ item }] = (await ask("GET", `/projects/${project}/labels?limit=100`)).items.filter((one) => one.objects > 0);
    const row = `/projects/${project}/labels/${item}`;
    await page.goto(`${told.url}/projects/${project}/tasks/${item}`);
    const drawn = (one) => one.shapes["0"]?.box;
    const at = (await ask("GET", row)).annotations.filter((one) => Object.keys(one.shapes).length > 0).findIndex(drawn);
    const there = async () => (await ask("GET", row)).annotations.find(drawn).shapes["0"].box;
    for (const [choice, whose] of [["Use mine", "mine"], ["Keep theirs", "theirs"]]) {
      await page.getByRole("list", { name: "Objects" }).getByRole("listitem").nth(at).getByRole("button").first().click();
      const { rev, annotations } = await ask("GET", row);
      const one = annotations.find(drawn);
      const [left, top, ...size] = drawn(one);
      const theirs = [left, top + 2, ...size];
      await ask("POST", row, { base_rev: rev, operations: [{ op: "put", annotation: { ...one, shapes: { ...one.shapes, 0: { ...one.shapes["0"], box: theirs } } } }] });
      await page.getByTestId("stage").focus();
      await page.keyboard.press("ArrowRight");
      await page.getByRole("alert").filter({ hasText: "Somebody else changed an object that you changed, too" }).waitFor();
      await button(page, choice).click();
      await page.getByRole("alert").waitFor({ state: "detached" });
      await page.locator('[data-testid="save-state"][data-kind="saved"]').waitFor();
      const came = await there();
      if (whose === "mine") must(came[0] > left && came[1] === top, `mine stands, not ${came}`);
      else must(String(came) === String(theirs), `theirs stands, not ${came}`);
    }
    await page.keyboard.press("Control+Shift+Enter");
    await page.getByText("Skipped: the task is at the end of the queue.").waitFor();
    await page.goto(`${told.url}/projects/${project}?tab=settings`);
  });
  await step(admin, "archives it and takes it out of the archive", async (page) => {
    await button(page, "Archive the project").click();
    await button(page, "Archive").click();
    await page.getByText("archived", { exact: true }).first().waitFor();
    await button(page, "Take out of the archive").click();
    await button(page, "Archive the project").waitFor();
  });
}

// ── imports, evaluations, jobs ────────────────────────────────────────────────────────────────────

async function imports(admin) {
  const { items } = await ask("POST", "/search", { filter: { in: { f: "state", v: ["ready"] } }, limit: 2 });
  const images = items.map((one, at) => ({ id: at + 1, file_name: one.key, width: one.width, height: one.height }));
  const annotations = [
    { id: 1, image_id: 1, category_id: 1, bbox: [10, 10, 50, 50], area: 2_500, iscrowd: 0 },
    { id: 2, image_id: 2, category_id: 1, bbox: [10, 10, -5, 50], area: 0, iscrowd: 0 },
    { id: 3, image_id: 77, category_id: 1, bbox: [10, 10, 50, 50], area: 2_500, iscrowd: 0 },
  ];
  const file = path.join(told.out, "labels.json");
  writeFileSync(file, JSON.stringify({ images, annotations, categories: [{ id: 1, name: "car" }] }));
  const revisions = async () => (await ask("GET", `/projects/${project}/labels?limit=100`)).items.map((one) => `${one.item} ${one.rev}`).sort();
  const before = await revisions();
  await step(admin, "tries an import dry and sees what is wrong by row", async (page) => {
    await page.goto(`${told.url}/projects/${project}?tab=imports`);
    await page.locator("input[type=file]").first().setInputFiles(file);
    await button(page, "Say what would happen").click();
    await page.getByText("Nothing was changed. It would be so:", { exact: false }).waitFor();
    const wrong = page.getByRole("list", { name: "What failed" }).getByRole("listitem");
    await wrong.first().waitFor();
    await until(async () => (await wrong.count()) === 3, "three lines say what is wrong");
    must(JSON.stringify(await revisions()) === JSON.stringify(before), "a dry run writes nothing");
  });
  await step(admin, "imports what is good", async (page) => {
    await button(page, "Import").click();
    await until(async () => JSON.stringify(await revisions()) !== JSON.stringify(before), "the good row is written");
    await jobsDone();
  });
  await step(admin, "cancels a long import", async (page) => {
    const rows = Array.from({ length: 400_000 }, (_, at) => ({ ...annotations[0], id: at + 1 }));
    const long = path.join(told.out, "long.json");
    writeFileSync(long, JSON.stringify({ images, annotations: rows, categories: [{ id: 1, name: "car" }] }));
    await page.reload();
    await page.locator("input[type=file]").first().setInputFiles(long);
    await button(page, "Say what would happen").click();
    await page.getByRole("region", { name: "The last import" }).getByRole("button", { name: /^Cancel/ }).click();
    await page.getByText("cancelled", { exact: true }).first().waitFor();
  });
}

async function compared(admin) {
  const { annotations } = JSON.parse(readFileSync(told.exported, "utf8"));
  const file = path.join(told.out, "better.json");
  writeFileSync(file, JSON.stringify(annotations.map((one) => ({ image_id: one.image_id, category_id: one.category_id, bbox: one.bbox, score: 0.95 }))));
  await step(admin, "imports a better model's predictions and evaluates them", async (page) => {
    await page.goto(`${told.url}/models?new=true`);
    await page.getByRole("textbox", { name: "Model" }).fill("yolo, longer");
    await choose(page, "Project", /^Street/);
    await page.locator("input[type=file]").first().setInputFiles(file);
    await button(page.getByRole("region", { name: "Import predictions" }), "Import").click();
    await page.getByRole("link", { name: "See the predictions" }).click({ timeout: 30_000 });
    await page.getByRole("link", { name: "Evaluate" }).click();
    await choose(page, "Predictions", /better\.json/);
    await choose(page, "Labels", "First");
    await button(page, "Evaluate").click();
    await page.getByRole("tab", { name: "Slices" }).waitFor({ timeout: 60_000 });
  });
  await step(admin, "slices it by metadata", async (page) => {
    await page.getByRole("tab", { name: "Slices" }).click();
    await choose(page, "By field", /^city/i);
    await page.getByRole("cell", { name: /^(Rome|without a value)$/ }).first().waitFor();
  });
  await step(admin, "compares two evaluations and goes to what was fixed", async (page) => {
    await page.goto(`${told.url}/evaluations?project=${project}`);
    const boxes = page.getByRole("checkbox", { name: /to compare$/ });
    await until(async () => (await boxes.count()) === 2, "two evaluations are there");
    for (const at of [0, 1]) await boxes.nth(at).check();
    await button(page, "Compare the two chosen").click();
    await page.getByRole("tab", { name: "Fixed (1)" }).click();
    const fixed = page.getByRole("list", { name: "Fixed objects" });
    for (const of of ["truth", "before", "prediction"]) await fixed.locator(`svg rect[data-of=${of}]`).first().waitFor({ state: "attached" });
    await fixed.getByText(/taken for/).waitFor();
    await button(page, "Swap").click();
    await page.getByRole("tab", { name: "Regressed (1)" }).click();
    await page.getByRole("list", { name: "Regressed objects" }).getByRole("link", { name: /^Open/ }).first().click();
    await page.getByRole("dialog").getByText("Metadata", { exact: false }).first().waitFor();
  });
}

async function jobs(admin) {
  await step(admin, "sends a dead letter again and forgets another", async (page) => {
    await page.goto(`${told.url}/jobs?tab=letters`);
    const rows = page.getByRole("checkbox", { name: /^Choose/ });
    await until(async () => (await rows.count()) === 2, "two letters are there");
    await rows.first().check();
    await button(page, "Send 1 chosen again").click();
    await until(async () => (await rows.count()) === 1, "one is left");
    await button(page, "Forget all shown").click();
    await button(page, "Forget 1").click();
    await page.getByRole("heading", { name: "No dead letters" }).waitFor();
  });
  await step(admin, "sees what a job did and what failed in it", async (page) => {
    await page.goto(`${told.url}/jobs`);
    await button(page, "Show what failed").first().click();
    await page.getByRole("list", { name: "What failed" }).waitFor();
  });
}
