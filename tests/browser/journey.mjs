/** The loop by three people, each with a browser of their own: the steps of the README, in the order in which they happen. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ask, end, longest, must, person, signIn, step, told, until } from "./browser.mjs";

const HOSTILE_CLASS = "<b onmouseover=alert(2)>truck</b>";
const REASON = "The box is beside the car <script>alert(3)</script>";

const button = (page, name) => page.getByRole("button", { name, exact: typeof name === "string" });
const choose = async (page, label, option) => {
  await page.getByRole("combobox", { name: label }).click();
  await page.getByRole("option", { name: option }).first().click();
};

await end(async () => {
  const admin = await person("admin");
  const annotator = await person("annotator");
  const reviewer = await person("reviewer");
  await step(admin, "signs in", () => signIn(admin, told.owner ?? "owner"));
  const [ann, rae] = await addMembers(admin);

  await explore(admin);
  const ontology = await makeOntology(admin);
  const project = await makeProject(admin);
  await draw(annotator, ann, project);
  await reject(reviewer, rae, project);
  await fix(annotator, project);
  await approve(reviewer, project);
  const exported = await exportLabels(admin, project);
  const evaluation = await evaluate(admin, project, exported);
  const reopened = await sendBack(admin, evaluation, project);
  return { ontology, project, evaluation: evaluation.id, exported: { annotations: exported.annotations.length }, reopened };
});

async function addMembers(admin) {
  const names = ["Ann Otator", "Rae Viewer"];
  await step(admin, "adds an annotator and a reviewer", async (page) => {
    await page.getByRole("link", { name: "Settings" }).click();
    await page.getByRole("tab", { name: "Members" }).click();
    for (const name of names) {
      await page.getByLabel("Name").fill(name);
      await page.getByLabel("Email").fill(`${name.toLowerCase().replace(" ", ".")}@example.org`);
      await button(page, "Add member").click();
      await page.getByRole("cell", { name, exact: true }).waitFor();
    }
    await page.getByRole("link", { name: "Home" }).click();
  });
  const { items } = await ask("GET", "/members");
  return names.map((name) => items.find((one) => one.name === name).id);
}

async function explore(admin) {
  await step(admin, "finds nothing and is told what to do", async (page) => {
    await page.getByText(told.pool ? "everloop source add" : "everloop demo").waitFor();
    await page.goto(`${told.url}/explore?mode=map`);
    await page.getByText("There are no pictures here yet").waitFor();
    must((await button(page, "Make a map of all pictures").count()) === 0, "of nothing no map is offered");
    await page.goto(told.url);
  });
  await step(admin, "uploads pictures", async (page) => {
    await page.getByRole("link", { name: "Upload pictures" }).click();
    await page.locator("input[type=file]").first().setInputFiles(told.pictures);
    await page.getByTestId("uploads").getByText(/12 of 13 uploaded, 1 failed/).waitFor({ timeout: longest(60_000) });
    await page.getByTestId("uploads").getByText("broken.png").waitFor();
  });
  await step(admin, "filters", async (page) => {
    await button(page, "Close").first().click();
    const facet = page.getByRole("complementary", { name: "Filters" });
    await facet.getByRole("button", { name: /^ready/i }).click();
    await until(() => page.url().includes("ready"), "the filter is in the address");
  });
  await step(admin, "makes a map", async (page) => {
    await until(async () => (await ask("POST", "/search", { filter: { in: { f: "spaces", v: ["lite0"] } }, limit: 1 })).total >= 12, "every picture has its vector", longest(60_000));
    await page.getByRole("radiogroup", { name: "How to show them" }).getByText("Both").click();
    await button(page, "Make a map of all pictures").click();
    await page.getByRole("application", { name: "Map of 12 items" }).waitFor({ timeout: longest(90_000) });
  });
  await step(admin, "lassos", async (page) => {
    const box = await page.getByTestId("map").boundingBox();
    await page.waitForTimeout(300);
    const corners = [[0.03, 0.03], [0.97, 0.03], [0.97, 0.97], [0.03, 0.97], [0.03, 0.06]];
    const at = ([x, y]) => [box.x + x * box.width, box.y + y * box.height];
    await page.mouse.move(...at(corners[0]));
    await page.mouse.down();
    for (const corner of corners) await page.mouse.move(...at(corner), { steps: 5 });
    await page.mouse.up();
    await until(() => decodeURIComponent(page.url()).includes('"set"'), "the lasso is in the address");
  });
  await step(admin, "keeps the chosen as a collection", async (page) => {
    await page.getByRole("radiogroup", { name: "How to show them" }).getByText("Grid").click();
    await page.getByRole("heading", { name: "Explore" }).click();
    await page.keyboard.press("Control+a");
    await page.getByTestId("chosen").getByText("12 chosen").waitFor();
    await page.keyboard.press("c");
    await page.getByRole("dialog").getByLabel("Name").fill("Street scenes");
    await button(page, "Make it").click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
  });
}

async function makeOntology(admin) {
  let id = "";
  await step(admin, "makes an ontology with nested attributes", async (page) => {
    await page.getByRole("link", { name: "Ontologies" }).click();
    await page.getByLabel("Name of the new ontology").fill("Street");
    await button(page, "New ontology").click();
    for (const name of ["car", HOSTILE_CLASS]) {
      await page.getByLabel("Name of the new class").fill(name);
      await button(page, "Add class").click();
      await page.getByRole("heading", { name, exact: true }).waitFor();
    }
    await page.getByRole("button", { name: "car", exact: true }).first().click();
    await attribute(page, "Add attribute", "colour", ["red", "blue"], true);
    await attribute(page, "Add nested attribute", "shade", ["light", "dark"], false);
    await page.getByRole("radio", { name: "red" }).check();
    await page.getByRole("radio", { name: "light" }).waitFor();
    id = new URL(page.url()).pathname.split("/").at(-1);
  });
  return id;
}

async function attribute(page, opener, name, options, required) {
  await button(page, opener).first().click();
  const form = page.getByRole("form", { name: "New attribute" });
  await form.getByLabel("Attribute").fill(name);
  if (required) await form.getByLabel("required").check();
  for (const option of options) {
    await form.getByLabel("Options").fill(option);
    await page.keyboard.press("Enter");
  }
  await form.getByRole("button", { name: "Add", exact: true }).click();
  await button(page, `Rename ${name}`).waitFor();
}

async function makeProject(admin) {
  let id = "";
  await step(admin, "makes a project of the collection", async (page) => {
    await page.getByRole("link", { name: "Collections" }).click();
    await page.getByRole("link", { name: "Street scenes" }).click();
    await page.getByRole("link", { name: "Make a project" }).click();
    await page.getByLabel("Title").fill("Street");
    await choose(page, "Ontology", /^Street/);
    for (const [name, role] of [["Ann Otator", "annotator"], ["Rae Viewer", "reviewer"]]) {
      await choose(page, "Add somebody", name);
      if (role !== "annotator") {
        await page.getByRole("combobox", { name: `Roles of ${name}` }).focus();
        await page.keyboard.press("ArrowDown");
        await page.getByRole("option", { name: "reviewer" }).click();
        await page.getByRole("option", { name: "annotator" }).click();
        await page.keyboard.press("Escape");
      }
    }
    await button(page, "Make the project").click();
    await page.getByRole("link", { name: /^Annotate\s*12 tasks/ }).waitFor({ timeout: longest(60_000) });
    id = new URL(page.url()).pathname.split("/").at(-1);
  });
  return id;
}

/** Open the next task of a stage; the middle of the picture on the screen, and how large a pixel of it is. */
async function openTask(page, project, stage) {
  await page.goto(`${told.url}/projects/${project}`);
  await button(page, `Start: ${stage}`).click();
  const stageHost = page.getByTestId("stage");
  await stageHost.waitFor();
  await page.getByText("Loading the picture…").waitFor({ state: "detached" });
  await page.waitForTimeout(400);
  const box = await stageHost.boundingBox();
  const scale = Math.min((box.width - 48) / 640, (box.height - 48) / 480);
  return ([x, y]) => [box.x + box.width / 2 + (x - 320) * scale, box.y + box.height / 2 + (y - 240) * scale];
}

async function drag(page, from, to) {
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move(...to, { steps: 6 });
  await page.mouse.up();
}

function objects(page) {
  return page.getByRole("list", { name: "Objects" }).getByRole("listitem");
}

/** The picture is there and has the focus. */
async function openedAgain(page) {
  await page.getByText("Loading the picture…").waitFor({ state: "detached" });
  await page.waitForTimeout(400);
  await page.getByTestId("stage").focus();
}

async function saved(page) {
  await page.locator('[data-testid="save-state"][data-kind="saved"]').waitFor();
}

async function draw(annotator, member, project) {
  await signIn(annotator, member);
  let at;
  await step(annotator, "draws boxes and answers", async (page) => {
    at = await openTask(page, project, "annotate");
    await page.keyboard.press("1");
    await drag(page, at([70, 120]), at([240, 300]));
    await page.getByRole("radio", { name: "red" }).check();
    await page.getByRole("radio", { name: "dark" }).check();
    await saved(page);
  });
  await step(annotator, "loses the network in the middle", async (page) => {
    annotator.quiet = true;
    await annotator.context.setOffline(true);
    await page.getByTestId("stage").focus();
    await page.keyboard.press("2");
    await page.keyboard.press("p");
    for (const point of [[400, 120], [560, 200], [520, 360], [380, 300]]) await page.mouse.click(...at(point));
    await page.keyboard.press("Enter");
    await page.locator('[data-testid="save-state"][data-kind="kept"]').waitFor();
  });
  await step(annotator, "looks at it in a second tab, and reloads before anything is saved", async (page) => {
    const saves = (url) => /\/labels\/[^/]+$/.test(url.pathname);
    await page.route(saves, (route) => (route.request().method() === "POST" ? route.abort() : route.continue()));
    await annotator.context.setOffline(false);
    const opened = page.waitForEvent("popup"); // from this tab, so that it is signed in where a tab is
    await page.evaluate(() => void window.open(location.href));
    const second = await opened;
    await second.getByText("open in another tab of yours").waitFor();
    await until(async () => (await objects(second).count()) === 1, "who only looks sees what is saved");
    await second.close();
    await page.reload();
    await objects(page).nth(1).waitFor();
    await page.unroute(saves);
  });
  await step(annotator, "comes back and nothing is lost", async (page) => {
    await button(page, "Try now").click({ timeout: 500 }).catch(() => undefined); // it may have tried by itself
    await saved(page);
    annotator.quiet = false;
    await until(async () => (await objects(page).count()) === 2, "two objects are there");
  });
  await step(annotator, "raises an issue at a point, which submits nothing", async (page) => {
    await openedAgain(page);
    await page.keyboard.press("i");
    await page.mouse.click(...at([120, 420]));
    await page.getByRole("dialog").getByLabel("What is the matter").fill("Is there a kerb?");
    await page.keyboard.press("Control+Enter");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    const issue = page.getByRole("article", { name: "Issue 1" });
    await issue.getByText("Is there a kerb?").waitFor();
    await issue.getByRole("button", { name: "Resolve" }).click();
    await issue.getByRole("button", { name: "Open again" }).waitFor();
    must((await page.getByText("Submitted.").count()) === 0, "the task is still open");
  });
  await step(annotator, "submits", async (page) => {
    await button(page, "Submit").click();
    await page.getByText("Submitted.").waitFor();
  });
}

async function reject(reviewer, member, project) {
  await signIn(reviewer, member);
  await step(reviewer, "rejects one object with a reason", async (page) => {
    await openTask(page, project, "review");
    await page.getByRole("list", { name: "Objects" }).getByRole("button", { name: "car 1" }).first().click();
    await button(page, "Reject object").click();
    await page.getByRole("dialog").getByLabel("Why").fill(REASON);
    await button(page, "Reject the object").click();
    await page.getByLabel("Rejected").waitFor();
  });
  await step(reviewer, "sends the task back", async (page) => {
    await button(page, /^Send back/).click();
    await page.getByRole("dialog").getByRole("button", { name: "Send back" }).click();
    await page.getByText("Sent back to its annotator.").waitFor();
  });
}

async function fix(annotator, project) {
  await step(annotator, "sees the reason on that object", async (page) => {
    await openTask(page, project, "annotate");
    await page.getByText(/Sent back/).first().waitFor();
    await page.getByText("The box is beside the car", { exact: false }).first().waitFor();
    await page.getByLabel("An issue is open").waitFor();
  });
  await step(annotator, "fixes it and submits again", async (page) => {
    await page.getByRole("list", { name: "Objects" }).getByRole("button", { name: "car 1" }).first().click();
    await page.getByTestId("stage").focus();
    await page.keyboard.press("Shift+ArrowRight");
    await saved(page);
    await button(page, "Submit").click();
    await page.getByText("Submitted.").waitFor();
  });
}

async function approve(reviewer, project) {
  await step(reviewer, "fixes a box and approves", async (page) => {
    await openTask(page, project, "review");
    const [, item] = /tasks\/([^/?]+)/.exec(page.url());
    const boxes = async () => JSON.stringify((await ask("GET", `/projects/${project}/labels/${item}`)).annotations.map((one) => one.shapes["0"]?.box));
    const before = await boxes();
    await page.getByRole("list", { name: "Objects" }).getByRole("button", { name: "car 1" }).first().click();
    const nudged = async () => {
      await page.getByTestId("stage").focus();
      await page.keyboard.press("ArrowRight");
    };
    await nudged();
    must(!(await page.getByRole("switch", { name: "Fix" }).isChecked()), "a reviewer changes nothing by accident");
    await page.keyboard.press("e");
    await until(() => page.getByRole("switch", { name: "Fix" }).isChecked(), "the reviewer may change it");
    await nudged();
    await saved(page);
    await until(async () => (await boxes()) !== before, "the box is where the reviewer put it");
    await button(page, "Approve").click();
    await page.getByText("Approved.").waitFor();
    await until(async () => (await ask("GET", `/projects/${project}/progress`)).statuses.completed === 1, "one task is complete");
  });
}

async function exportLabels(admin, project) {
  let exported;
  await step(admin, "cuts a version", async (page) => {
    await page.goto(`${told.url}/projects/${project}?tab=labels`);
    await page.getByRole("textbox", { name: "Name" }).fill("First");
    await button(page, "Cut version").click();
    await page.getByRole("cell", { name: "First", exact: true }).waitFor({ timeout: longest(30_000) });
  });
  await step(admin, "exports COCO and downloads it", async (page) => {
    await page.getByRole("tab", { name: "Exports" }).click();
    await choose(page, "Of", "First");
    await button(page, "Export").click();
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: /coco.json/ }).click({ timeout: longest(30_000) })]);
    const file = path.join(told.out, "coco.json");
    await download.saveAs(file);
    exported = JSON.parse(readFileSync(file, "utf8"));
    must(exported.annotations.length === 2, `two annotations are exported, not ${exported.annotations.length}`);
  });
  return exported;
}

/** Results of a model that takes the car for the other class and sees the other object right. */
function results(exported) {
  const ids = exported.categories.map((one) => one.id);
  return exported.annotations.map((one, at) => ({ image_id: one.image_id, category_id: at === 0 ? ids.find((id) => id !== one.category_id) : one.category_id, bbox: one.bbox, score: at === 0 ? 0.9 : 0.8 }));
}

async function evaluate(admin, project, exported) {
  const file = path.join(told.out, "results.json");
  writeFileSync(file, JSON.stringify(results(exported)));
  await step(admin, "imports predictions", async (page) => {
    await page.getByRole("link", { name: "Models" }).click();
    await button(page, "Import predictions").click();
    await page.getByRole("textbox", { name: "Model" }).fill("yolo");
    await choose(page, "Project", "Street");
    await page.locator("input[type=file]").first().setInputFiles(file);
    await page.getByRole("region", { name: "Import predictions" }).getByRole("button", { name: "Import", exact: true }).click();
    await page.getByRole("link", { name: "See the predictions" }).click({ timeout: longest(30_000) });
    await page.getByRole("link", { name: "Evaluate" }).waitFor();
  });
  let id = "";
  await step(admin, "evaluates", async (page) => {
    await page.getByRole("link", { name: "Evaluate" }).click();
    await choose(page, "Predictions", /results\.json/);
    await choose(page, "Labels", "First");
    await button(page, "Evaluate").click();
    await page.getByRole("tab", { name: "Confusion" }).waitFor({ timeout: longest(60_000) });
    id = new URL(page.url()).pathname.split("/").at(-1);
  });
  await step(admin, "moves a slider and is answered at once", async (page) => {
    const slider = page.getByRole("slider", { name: "Least confidence" });
    await slider.focus();
    for (let at = 0; at < 3; at += 1) await page.keyboard.press("ArrowLeft");
    await until(() => page.url().includes("confidence="), "the slider is in the address");
  });
  await step(admin, "clicks a confusion cell", async (page) => {
    await page.getByRole("tab", { name: "Confusion" }).click();
    await page.getByRole("button", { name: /^1 car predicted as/ }).click();
    await page.getByText(/car → /).waitFor();
    for (const of of ["truth", "prediction"]) await page.locator(`svg rect[data-of=${of}]`).waitFor({ state: "attached" });
    await until(async () => (await page.getByRole("link", { name: /^Open / }).count()) === 1, "the cell's one object is shown");
    await page.waitForLoadState("networkidle");
  });
  return { id };
}

async function sendBack(admin, evaluation, project) {
  let reopened = 0;
  await step(admin, "sends failures to the queue in two clicks", async (page) => {
    await page.getByRole("tab", { name: "Failures" }).click();
    await button(page, /^Collect the worst/).click();
    await button(page, "Send them to the queue").click();
    await page.getByRole("link", { name: "See the queue" }).waitFor();
    await button(page, /^Collect the worst/).click();
    await button(page, "Send them to the queue").click();
    await page.getByRole("link", { name: "See the queue" }).click({ timeout: longest(30_000) });
    await page.getByRole("cell", { name: "reopened" }).first().waitFor();
    reopened = await page.getByRole("cell", { name: "reopened" }).count();
  });
  return reopened;
}
