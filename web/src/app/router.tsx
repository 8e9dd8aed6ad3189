import { type AnyRoute, createRootRoute, createRoute, createRouter, redirect } from "@tanstack/react-router";
import { Gate } from "./Gate";
import { lazyScreen } from "./lazyScreen";
import { FIRST, SCREENS } from "./routes";
import { NotFound, ScreenError } from "./shell/Fallbacks";

const root = createRootRoute({ component: Gate, notFoundComponent: NotFound, errorComponent: ScreenError });

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: FIRST, replace: true });
  },
});

const screens: AnyRoute[] = SCREENS.map(({ path, load }) =>
  createRoute({ getParentRoute: () => root, path, component: lazyScreen(load), errorComponent: ScreenError }),
);

export const router = createRouter({
  routeTree: root.addChildren([home, ...screens]),
  defaultPreload: "intent",
  scrollRestoration: false,
});
