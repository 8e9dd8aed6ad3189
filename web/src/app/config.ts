/** `/config.json`, read when the site starts, so that one build serves every deployment. */
export type Config =
  | { auth: "local"; version?: string }
  | { auth: "oidc"; version?: string; authority: string; clientId: string; scope?: string; logoutUrl?: string };

export async function loadConfig(): Promise<Config> {
  const response = await fetch("/config.json", { cache: "no-store" });
  if (!response.ok) throw new Error("This address has no configuration (/config.json). Ask whoever deployed it.");
  const found: unknown = await response.json();
  if (!isConfig(found)) throw new Error("The configuration (/config.json) is not understood. Ask whoever deployed it.");
  return found;
}

export function isConfig(found: unknown): found is Config {
  if (typeof found !== "object" || found === null || !("auth" in found)) return false;
  if (found.auth === "local") return true;
  return found.auth === "oidc" && "authority" in found && "clientId" in found && typeof found.authority === "string" && typeof found.clientId === "string";
}
