/** What the scripts share: a browser that notes every error, people who sign in, steps with screenshots, axe. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";

const FLAGS = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync".split(" ");
/** A graphics card that the CPU plays, for what is drawn by WebGL2. */
const GRAPHICS = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"];

/** What the caller wrote to standard input. */
export const told = JSON.parse(readFileSync(0, "utf8"));

/** How long something may take: `patience` times as long where a server is slow to wake. */
export const longest = (ms) => ms * (told.patience ?? 1);
const WAIT_MS = longest(20_000);

const require = createRequire(path.join(told.web, "package.json"));
const { chromium } = require("playwright-core");

/** Errors of pages: nothing may be among them at the end. */
export const errors = [];
export const steps = [];

const folder = mkdtempSync(path.join(tmpdir(), "everloop-browser-"));
const flags = told.graphics ? [...FLAGS.filter((flag) => flag !== "--disable-gpu"), ...GRAPHICS] : FLAGS;
const browser = await chromium.launch({ executablePath: told.chromium, args: [...flags, ...(told.flags ?? [])], env: { ...process.env, HOME: folder } });

/** A browser of somebody's own, as they would have it. `quiet`: do not count failed requests, as while the network is cut. */
export async function person(name, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, acceptDownloads: true, ignoreHTTPSErrors: Boolean(told.flags), ...options });
  context.setDefaultTimeout(WAIT_MS);
  const page = await context.newPage();
  const who = { name, context, page, quiet: false };
  page.on("pageerror", (error) => errors.push(`${name}: ${error.message}`));
  page.on("dialog", (dialog) => {
    errors.push(`${name}: a dialog said ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("console", (message) => {
    const text = message.text();
    if (message.type() === "error" && !who.quiet && !/status of (401|404|409)/.test(text)) errors.push(`${name}: ${text}`);
  });
  return who;
}

/** End the browser's graphics process, as a driver that fails would. */
export async function crashGraphics() {
  const session = await browser.newBrowserCDPSession();
  await session.send("Browser.crashGpuProcess");
}

/** Ask the API as the owner; `api`: where it answers, if that is not where pages are. */
export async function ask(method, route, body) {
  const answer = await fetch(`${told.api ?? told.url}/api/v1${route}`, { method, headers: { Authorization: `Bearer ${told.token}`, "Content-Type": "application/json" }, body: body === undefined ? undefined : JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${method} ${route}: ${answer.status} ${await answer.text()}`);
  return answer.status === 204 ? null : answer.json();
}

/** Sign in: by a link of theirs, as an admin would give it, or at a user pool's page. They come out at the first page. */
export async function signIn(who, member) {
  await (told.pool ? signInAtPool(who, await ask("GET", `/members/${member}`)) : who.page.goto((await ask("POST", `/members/${member}/sign-in-links`)).url));
  await who.page.getByRole("navigation", { name: "Main" }).waitFor();
}

/** The first password that a pool mailed is not read here: another one, good for once too, is set in its place. */
async function signInAtPool({ page }, { email }) {
  const { password, firstPassword } = told.pool;
  const isKnown = told.pool.known.includes(email);
  if (!isKnown) await atPool("AdminSetUserPassword", { Username: email, Password: firstPassword, Permanent: false });
  await page.goto(told.url);
  await page.getByRole("button", { name: "Go on to sign in" }).click();
  await page.getByLabel("Username").fill(email);
  await page.getByLabel("Password").fill(isKnown ? password : firstPassword);
  await page.getByRole("button", { name: "Sign in" }).click();
  if (isKnown) return;
  await page.getByLabel("New password", { exact: true }).fill(password);
  await page.getByLabel(/^Confirm/).fill(password);
  await page.getByRole("button").click();
}

async function atPool(operation, body) {
  const headers = { "Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": `AWSCognitoIdentityProviderService.${operation}` };
  const answer = await fetch(told.pool.endpoint, { method: "POST", headers, body: JSON.stringify({ UserPoolId: told.pool.id, ...body }) });
  if (!answer.ok) throw new Error(`${operation}: ${answer.status} ${await answer.text()}`);
}

/** A step of a journey: done, then seen. */
export async function step(who, name, act) {
  const started = Date.now();
  console.log(`${who.name}: ${name}`);
  try {
    await act(who.page);
  } catch (error) {
    await shot(who, `failed ${name}`);
    throw error;
  }
  await shot(who, name);
  steps.push({ who: who.name, name, took_ms: Date.now() - started });
}

let shots = 0;
async function shot(who, name) {
  shots += 1;
  const file = `${String(shots).padStart(2, "0")} ${who.name} ${name}`.replace(/[^A-Za-z0-9]+/g, "-");
  await who.page.screenshot({ path: path.join(told.out, `${file}.png`), timeout: 10_000 }).catch((error) => console.log(`no screenshot: ${error.message}`));
}

/** What axe says against a page, serious and critical only, as lines. */
export async function axe(page) {
  const source = readFileSync(path.join(told.web, "node_modules/axe-core/axe.min.js"), "utf8");
  await page.evaluate(source);
  return page.evaluate(async () => {
    const found = await globalThis.axe.run(document, { resultTypes: ["violations"] });
    return found.violations
      .filter((one) => one.impact === "serious" || one.impact === "critical")
      .flatMap((one) => one.nodes.slice(0, 4).map((node) => `${one.id} at ${node.target.join(" ")}: ${[...node.any, ...node.all, ...node.none][0]?.message ?? one.help}`));
  });
}

/** Run to the end, write what was found, and leave nothing behind. */
export async function end(act) {
  const result = { steps, errors };
  let failed = null;
  try {
    Object.assign(result, await act());
  } catch (error) {
    failed = error;
  }
  writeFileSync(path.join(told.out, "result.json"), JSON.stringify(result, null, 1));
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
  if (failed) {
    console.log(failed.stack ?? String(failed));
    console.log(errors.join("\n"));
    process.exit(1);
  }
}

export function must(holds, sentence) {
  if (!holds) throw new Error(sentence);
}

/** Wait until something holds. */
export async function until(holds, sentence, longestMs = WAIT_MS) {
  const last = Date.now() + longestMs;
  for (;;) {
    const found = await holds();
    if (found) return found;
    must(Date.now() < last, `It never came so: ${sentence}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
