import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useState } from "react";
import { ApiError, configureClient } from "@/api/client";
import { ErrorState } from "@/shared/parts/Page";
import { theme } from "@/shared/theme/theme";
import { AuthContext } from "./auth/AuthContext";
import type { AuthProvider } from "./auth/provider";
import { SESSION } from "./auth/AuthContext";
import { router } from "./router";

const RETRIES = 3;

/** Everything that stands above the screens. */
export function Providers({ auth }: { auth: AuthProvider }) {
  const [client] = useState(() => {
    const made = queryClient();
    configureClient({ token: auth.token, onSignedOut: () => void made.invalidateQueries({ queryKey: SESSION }) });
    return made;
  });
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
      <AuthContext value={auth}>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </AuthContext>
    </MantineProvider>
  );
}

export function StartFailed({ error }: { error: unknown }) {
  return (
    <MantineProvider theme={theme} withCssVariables={false} withGlobalClasses={false}>
      <ErrorState error={error} retry={() => location.reload()} />
    </MantineProvider>
  );
}

/** What may help is tried again: no answer, or one that says so. */
function queryClient(): QueryClient {
  const mayHelp = (error: Error) => error instanceof ApiError && (error.isOffline || error.status === 503);
  return new QueryClient({
    defaultOptions: {
      queries: { retry: (count, error) => mayHelp(error) && count < RETRIES, staleTime: 5_000, refetchOnWindowFocus: false, networkMode: "always" },
      mutations: { networkMode: "always" },
    },
  });
}
