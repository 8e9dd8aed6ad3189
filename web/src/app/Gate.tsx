import { Button } from "@mantine/core";
import { Outlet, useRouter, useRouterState } from "@tanstack/react-router";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { api, ApiError, data, sentence } from "@/api/client";
import { notifyError } from "@/shared/parts/Notices";
import { ErrorState, Loading } from "@/shared/parts/Page";
import { SessionContext } from "@/shared/session/session";
import { forgetOthers, SESSION, useAuth } from "./auth/AuthContext";
import { BACK } from "./auth/provider";
import { Shell } from "./shell/Shell";
import { SignIn } from "./sign-in/SignIn";

/** The session's answer renews the cookies by which pictures are seen, which hold for twelve hours: a tab that stays open asks in time. */
const RENEW_MS = 6 * 3_600_000;

/** The shell for who is signed in, the sign-in page in the same place for who is not: the address stays, so deep links survive. */
export function Gate() {
  const place = useRouterState({ select: (state) => state.location.pathname });
  return place === BACK ? <ComingBack /> : <Signed />;
}

function Signed() {
  const auth = useAuth();
  const client = useQueryClient();
  const query = useQuery({
    queryKey: SESSION,
    queryFn: ({ signal }) => data(api.GET("/api/v1/session", { signal })),
    retry: (count, error) => !(error instanceof ApiError && [401, 403].includes(error.status)) && count < 2,
    staleTime: 60_000,
    refetchInterval: RENEW_MS,
    refetchIntervalInBackground: true,
    refetchOnWindowFocus: true,
  });
  const session = useMemo(
    () =>
      query.data && {
        ...query.data,
        signsIn: auth.kind,
        signOut: async () => {
          await auth.signOut();
          await client.resetQueries({ queryKey: SESSION });
          forgetOthers(client);
        },
      },
    [query.data, auth, client],
  );
  if (query.error instanceof ApiError && query.error.status === 401) return <SignIn />;
  if (session) {
    return (
      <SessionContext value={session}>
        <Shell>
          <Outlet />
        </Shell>
      </SessionContext>
    );
  }
  if (query.error instanceof ApiError && query.error.status === 403) return <NotOurs error={query.error} leave={auth.signOut} />;
  if (query.error) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  return <Loading what="Everloop" />;
}

/** Somebody whom the sign-in knows and the workspace does not. */
function NotOurs({ error, leave }: { error: Error; leave: () => Promise<void> }) {
  const client = useQueryClient();
  return (
    <>
      <ErrorState error={error} />
      <Button variant="default" m="md" onClick={() => void leave().then(() => client.resetQueries({ queryKey: SESSION }), notifyError)}>
        Sign in as somebody else
      </Button>
    </>
  );
}

function ComingBack() {
  const auth = useAuth();
  const { history } = useRouter();
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    const taken = auth.comeBack?.(location.href) ?? Promise.resolve("/");
    taken.then((to) => history.replace(to), setError);
  }, [auth, history]);
  if (error === null) return <Loading what="your session" />;
  return <ErrorState error={new Error(`You could not be signed in: ${sentence(error)}`)} retry={() => location.assign("/")} />;
}
