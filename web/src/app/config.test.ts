import { expect, test } from "vitest";
import { isConfig } from "./config";

test("a configuration names a way to sign in with what it needs", () => {
  expect(isConfig({ auth: "local" })).toBe(true);
  expect(isConfig({ auth: "oidc", authority: "https://id.example", clientId: "c" })).toBe(true);
  expect(isConfig({ auth: "oidc", authority: "https://id.example" })).toBe(false);
  expect(isConfig({ auth: "none" })).toBe(false);
  expect(isConfig(null)).toBe(false);
});
