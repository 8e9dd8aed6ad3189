// @vitest-environment jsdom
import { User } from "oidc-client-ts";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiError } from "@/api/client";
import { oidcProvider } from "./oidc";

const AUTHORITY = "https://sign-in.example";
const HELD = `oidc.user:${AUTHORITY}:site`;
const DISCOVERY = { issuer: AUTHORITY, authorization_endpoint: `${AUTHORITY}/authorize`, token_endpoint: `${AUTHORITY}/token` };

const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
const answering = (token: () => Response | Promise<Response>) => {
  const fetched = vi.fn(async (address: string | URL | Request) => (String(address).includes(".well-known") ? json(200, DISCOVERY) : token()));
  vi.stubGlobal("fetch", fetched);
  return fetched;
};
const asked = (fetched: ReturnType<typeof answering>) => fetched.mock.calls.filter(([address]) => String(address) === DISCOVERY.token_endpoint).length;

/** Somebody signed in in this tab, whose access token ends in so many seconds. */
function hold(seconds: number) {
  const profile = { sub: "ada", iss: AUTHORITY, aud: "site", exp: 0, iat: 0 };
  const user = new User({ access_token: "old", refresh_token: "refresh", token_type: "Bearer", profile, expires_at: Math.floor(Date.now() / 1000) + seconds });
  sessionStorage.setItem(HELD, user.toStorageString());
}

const provider = () => oidcProvider({ auth: "oidc", authority: AUTHORITY, clientId: "site" });

beforeEach(() => sessionStorage.clear());
afterEach(() => vi.unstubAllGlobals());

test("a token that is still good is not renewed", async () => {
  const fetched = answering(() => json(500, {}));
  hold(600);
  expect(await provider().token()).toBe("old");
  expect(fetched).not.toHaveBeenCalled();
});

test("requests that come at once renew an ended token once", async () => {
  const fetched = answering(() => json(200, { access_token: "new", token_type: "Bearer", expires_in: 3600 }));
  hold(-5);
  const auth = provider();
  expect(await Promise.all([auth.token(), auth.token(), auth.token()])).toEqual(["new", "new", "new"]);
  expect(asked(fetched)).toBe(1);
  expect(await auth.token()).toBe("new");
});

test("a renewal that is refused ends the session", async () => {
  answering(() => json(400, { error: "invalid_grant" }));
  hold(-5);
  expect(await provider().token()).toBeNull();
  expect(sessionStorage.getItem(HELD)).toBeNull();
});

test("a sign-in that is not reached keeps the session, and says so", async () => {
  answering(() => Promise.reject(new TypeError("Failed to fetch")));
  hold(-5);
  const error: unknown = await provider().token().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ isOffline: true });
  expect(sessionStorage.getItem(HELD)).not.toBeNull();
});

test("an answer that was not asked for is refused with a sentence", async () => {
  await expect(provider().comeBack?.("https://site.example/signed-in?code=stolen&state=forged")).rejects.toThrow(/not begun in this tab/);
});
