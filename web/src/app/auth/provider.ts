/** How people sign in: the local server's own accounts, or an OpenID provider (Cognito) by code and PKCE. */
export interface AuthProvider {
  readonly kind: "local" | "oidc";
  /** The bearer token of a request; null where a cookie does it. */
  token(): Promise<string | null>;
  /** Leave for the provider's page; `to` is where to come back to. Only of providers that have one. */
  leaveForSignIn?(to: string): Promise<void>;
  /** Take what the provider's page brought back; answers the path to go on with. */
  comeBack?(url: string): Promise<string>;
  signOut(): Promise<void>;
}

/** Where the provider's page leads back to. */
export const BACK = "/signed-in";
