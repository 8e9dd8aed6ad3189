/**
 * Every screen, in one list. A feature adds its screens here by one line each:
 *
 *   screen("/collections", () => import("@/features/collections/Collections"), { nav: { title: "Collections", icon: IconStack2 } }),
 *   screen("/collections/$collectionId", () => import("@/features/collections/Collection")),
 *
 * The module's default export is the screen, a component without props: it reads its path by `useParams({ strict: false })`
 * and its search params by `useView(read)` of `@/shared`, which types them. `nav` puts it into the rail and the palette.
 * Screens are loaded when they are first opened.
 */
import { IconBrain, IconCategory, IconChartDots, IconClipboardList, IconHome, IconListCheck, IconPhotoSearch, IconSettings, IconStack2 } from "@tabler/icons-react";
import type { ComponentType } from "react";

export interface Nav {
  title: string;
  icon: ComponentType<{ size?: number | string }>;
}

interface Screen {
  path: string;
  load: () => Promise<{ default: ComponentType }>;
  nav?: Nav;
}

const screen = (path: string, load: Screen["load"], options: { nav?: Nav } = {}): Screen => ({ path, load, ...options });

/** In the rail's order. */
export const SCREENS: readonly Screen[] = [
  screen("/home", () => import("@/features/home/Home"), { nav: { title: "Home", icon: IconHome } }),
  screen("/explore", () => import("@/features/explore/Explorer"), { nav: { title: "Explore", icon: IconPhotoSearch } }),
  screen("/collections", () => import("@/features/collections/Collections"), { nav: { title: "Collections", icon: IconStack2 } }),
  screen("/collections/$collectionId", () => import("@/features/collections/Collection")),
  screen("/ontologies", () => import("@/features/ontologies/Ontologies"), { nav: { title: "Ontologies", icon: IconCategory } }),
  screen("/ontologies/$ontologyId", () => import("@/features/ontologies/Ontology")),
  screen("/projects", () => import("@/features/projects/Projects"), { nav: { title: "Projects", icon: IconClipboardList } }),
  screen("/projects/new", () => import("@/features/projects/NewProject")),
  screen("/projects/$project", () => import("@/features/projects/Project")),
  screen("/models", () => import("@/features/models/Models"), { nav: { title: "Models", icon: IconBrain } }),
  screen("/prediction-sets/$set", () => import("@/features/models/PredictionSet")),
  screen("/evaluations", () => import("@/features/evaluations/Evaluations"), { nav: { title: "Evaluations", icon: IconChartDots } }),
  screen("/evaluations/compare", () => import("@/features/evaluations/Compare")),
  screen("/evaluations/$evaluation", () => import("@/features/evaluations/Evaluation")),
  screen("/jobs", () => import("@/features/jobs/Jobs"), { nav: { title: "Jobs", icon: IconListCheck } }),
  screen("/settings", () => import("@/features/settings/Settings"), { nav: { title: "Settings", icon: IconSettings } }),
  screen("/projects/$project/tasks/$task", () => import("@/features/editor/LabelEditor")),
];

/** What the bare address shows. */
export const FIRST = "/home";
