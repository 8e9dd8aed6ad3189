import { createContext, useContext } from "react";
import type { AuthProvider } from "./provider";

/** The key under which Query knows who is signed in. */
export const SESSION = ["session"] as const;

export const AuthContext = createContext<AuthProvider | null>(null);

export function useAuth(): AuthProvider {
  const found = useContext(AuthContext);
  if (!found) throw new Error("No AuthProvider stands above this.");
  return found;
}
