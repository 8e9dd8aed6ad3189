import { createContext, useContext } from "react";
import type { Schemas } from "@/api/client";

export type Session = Schemas["SignedIn"] & { signsIn: "local" | "oidc"; signOut: () => Promise<void> };

export const SessionContext = createContext<Session | null>(null);

/** Who is signed in; screens are only shown to somebody who is. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("useSession is for screens inside the shell.");
  return session;
}
