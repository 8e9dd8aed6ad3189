import { UserManager, WebStorageStateStore } from "oidc-client-ts";
import type { Config } from "../config";
import { type AuthProvider, BACK } from "./provider";

/** Code and PKCE; the tokens live in this tab's session and are renewed by the refresh token. */
export function oidcProvider(config: Extract<Config, { auth: "oidc" }>): AuthProvider {
  const manager = new UserManager({
    authority: config.authority,
    client_id: config.clientId,
    redirect_uri: `${location.origin}${BACK}`,
    response_type: "code",
    scope: config.scope ?? "openid email",
    automaticSilentRenew: true,
    userStore: new WebStorageStateStore({ store: sessionStorage }),
  });
  return {
    kind: "oidc",
    async token() {
      const user = await manager.getUser();
      if (user && !user.expired) return user.access_token;
      if (!user?.refresh_token) return null;
      const renewed = await manager.signinSilent().catch(() => null);
      return renewed?.access_token ?? null;
    },
    leaveForSignIn: (to) => manager.signinRedirect({ state: { to } }),
    async comeBack(url) {
      const user = await manager.signinRedirectCallback(url);
      const state: unknown = user.state;
      const to = typeof state === "object" && state !== null && "to" in state ? state.to : "/";
      return typeof to === "string" && /^\/(?!\/)/.test(to) ? to : "/";
    },
    async signOut() {
      await manager.removeUser();
      if (!config.logoutUrl) return;
      const back = new URLSearchParams({ client_id: config.clientId, logout_uri: `${location.origin}/` });
      location.assign(`${config.logoutUrl}?${back}`);
    },
  };
}
