import { api, data } from "@/api/client";
import type { AuthProvider } from "./provider";

/** Accounts of this server: the session is a cookie that scripts cannot read. */
export function localProvider(): AuthProvider {
  return {
    kind: "local",
    token: async () => null,
    signOut: () => data(api.DELETE("/api/v1/session")),
  };
}
