import type { QueryClient } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import type { AuthProvider } from "./provider";

/** The key under which Query knows who is signed in. */
export const SESSION = ["session"] as const;

/** Drop what was fetched as somebody else. */
export function forgetOthers(client: QueryClient): void {
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== SESSION[0] });
}

export const AuthContext = createContext<AuthProvider | null>(null);

export function useAuth(): AuthProvider {
  const found = useContext(AuthContext);
  if (!found) throw new Error("No AuthProvider stands above this.");
  return found;
}
