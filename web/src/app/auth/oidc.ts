import { ErrorResponse, UserManager, WebStorageStateStore } from "oidc-client-ts";
import { api, ApiError, data } from "@/api/client";
import type { Config } from "../config";
import { type AuthProvider, BACK } from "./provider";

/** A token that ends within so many seconds is renewed before it is used. */
const SPARE_S = 20;
const SENTENCES: Record<string, string> = {
  access_denied: "The sign-in page did not let you in.",
  invalid_grant: "This sign-in has expired; begin again.",
  temporarily_unavailable: "The sign-in page does not answer now; try again in a moment.",
};

/** Code and PKCE; the tokens live in this tab's session and are renewed by the refresh token when one is needed. */
export function oidcProvider(config: Extract<Config, { auth: "oidc" }>): AuthProvider {
  const manager = new UserManager({
    authority: config.authority,
    client_id: config.clientId,
    redirect_uri: `${location.origin}${BACK}`,
    response_type: "code",
    scope: config.scope ?? "openid email",
    automaticSilentRenew: false,
    userStore: new WebStorageStateStore({ store: sessionStorage }),
    stateStore: new WebStorageStateStore({ store: sessionStorage }),
  });
  let renewing: Promise<string | null> | null = null;
  const renewed = () => (renewing ??= renew(manager).finally(() => (renewing = null)));
  return {
    kind: "oidc",
    async token() {
      const user = await manager.getUser();
      if (!user) return null;
      if ((user.expires_in ?? 0) > SPARE_S) return user.access_token;
      return user.refresh_token ? renewed() : null;
    },
    leaveForSignIn: (to) => manager.signinRedirect({ state: { to } }).catch(toSentence),
    async comeBack(url) {
      const user = await manager.signinRedirectCallback(url).catch(toSentence);
      const state: unknown = user.state;
      const to = typeof state === "object" && state !== null && "to" in state ? state.to : "/";
      return typeof to === "string" && /^\/(?!\/)/.test(to) ? to : "/";
    },
    async signOut() {
      await data(api.DELETE("/api/v1/session")).catch(() => undefined); // a session by link, where there is one
      await manager.revokeTokens(["refresh_token"]).catch(() => undefined);
      await manager.removeUser();
      if (!config.logoutUrl) return;
      const back = new URLSearchParams({ client_id: config.clientId, logout_uri: `${location.origin}/` });
      location.assign(`${config.logoutUrl}?${back}`);
    },
  };
}

/** The next access token; null where the provider gives none any more, so that one signs in again. */
async function renew(manager: UserManager): Promise<string | null> {
  try {
    return (await manager.signinSilent())?.access_token ?? null;
  } catch (error) {
    if (!(error instanceof ErrorResponse)) throw new ApiError(0, "offline", "Not reached", "Your sign-in could not be renewed: its page cannot be reached. Try again in a moment.");
    await manager.removeUser();
    return null;
  }
}

function toSentence(error: unknown): never {
  throw new Error(sentenceOf(error));
}

/** What went wrong on the way, for whoever stands before it. */
export function sentenceOf(error: unknown): string {
  if (error instanceof ErrorResponse) return SENTENCES[error.error ?? ""] ?? error.error_description ?? `The sign-in page answered ${error.error}.`;
  if (error instanceof Error && /state/i.test(error.message)) return "This sign-in was not begun in this tab, or it was finished already; begin again.";
  return "The sign-in page cannot be reached; try again in a moment.";
}
