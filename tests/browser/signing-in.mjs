/** Signing in at an OpenID provider: deep links, renewal, refusals, and out again. */
import { end, must, person, step, told } from "./browser.mjs";

const DEEP = "/settings?tab=groups";
const goOn = (page) => page.getByRole("button", { name: "Go on to sign in" }).click();
const isOnPage = (page) => page.getByRole("tab", { name: "Groups", selected: true }).waitFor();

async function fill(page, email, password) {
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

await end(async () => {
  const ada = await person("ada");
  await step(ada, "follows a link and is led back to it", async (page) => {
    await page.goto(`${told.url}${DEEP}`);
    await goOn(page);
    await fill(page, told.ada, "wrong");
    await page.getByText("do not belong together").waitFor();
    await fill(page, told.ada, told.password);
    await isOnPage(page);
    must(page.url() === `${told.url}${DEEP}`, `the address is ${page.url()}`);
  });
  await step(ada, "goes on when the access token has ended", async (page) => {
    await page.waitForTimeout(1_200);
    await page.getByRole("link", { name: "Ontologies" }).click();
    await page.getByLabel("Name of the new ontology").waitFor();
    await page.reload();
    await page.getByLabel("Name of the new ontology").waitFor();
  });
  await step(ada, "is asked again when the provider has ended it", async (page) => {
    await fetch(`${told.provider}/end`, { method: "POST" });
    await page.goto(`${told.url}${DEEP}`);
    ada.quiet = true;
    await goOn(page);
    await fill(page, told.ada, told.password);
    await isOnPage(page);
    ada.quiet = false;
  });
  await step(ada, "signs out, also at the provider", async (page) => {
    await page.getByRole("button", { name: /^Sign out/ }).click();
    await page.waitForURL(`${told.url}/**`);
    await goOn(page);
    await page.getByLabel("Password").waitFor();
  });
  await step(ada, "refuses, and is told so", async (page) => {
    await page.getByRole("button", { name: "Refuse" }).click();
    await page.getByText("You could not be signed in: The sign-in page did not let you in.").waitFor();
  });
  await step(ada, "begins again from there", async (page) => {
    await page.getByRole("button", { name: "Try again" }).click();
    await goOn(page);
    await page.getByLabel("Password").waitFor();
  });
  await step(ada, "takes no answer that was not asked for", async (page) => {
    await page.goto(`${told.url}/signed-in?code=stolen&state=forged`);
    await page.getByText("This sign-in was not begun in this tab").waitFor();
    must(!(await page.evaluate(() => Object.keys(sessionStorage).some((key) => key.startsWith("oidc.user")))), "nobody is signed in");
  });
  const stranger = await person("stranger");
  await step(stranger, "is known to the provider but not here", async (page) => {
    stranger.quiet = true;
    await page.goto(`${told.url}/`);
    await goOn(page);
    await fill(page, told.stranger, told.password);
    await page.getByRole("alert").waitFor();
    await page.getByRole("button", { name: "Sign in as somebody else" }).click();
    await goOn(page);
    await page.getByLabel("Password").waitFor();
  });
  return {};
});
