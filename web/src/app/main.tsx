import "@mantine/core/styles.css";
import "@/shared/theme/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { adoptTheme } from "@/shared/theme/theme";
import { Providers, StartFailed } from "./providers";
import { localProvider } from "./auth/local";
import type { AuthProvider } from "./auth/provider";
import { type Config, loadConfig } from "./config";

adoptTheme();
const root = createRoot(document.getElementById("root") as HTMLElement);
loadConfig()
  .then(providerOf)
  .then(
    (auth) => root.render(<StrictMode><Providers auth={auth} /></StrictMode>),
    (error: unknown) => root.render(<StartFailed error={error} />),
  );

/** The OpenID client is loaded only where it is needed. */
async function providerOf(config: Config): Promise<AuthProvider> {
  return config.auth === "oidc" ? (await import("./auth/oidc")).oidcProvider(config) : localProvider();
}
