/** Pages beyond those of the rail, for the palette: parts of screens that have an address, and what the workspace holds by name. */
import { useQuery } from "@tanstack/react-query";
import { api, data } from "@/api/client";

export interface Place {
  title: string;
  to: string;
  search?: Record<string, unknown>;
}

/** Parts of screens, by their address. */
export const PARTS: readonly Place[] = [
  { title: "Explore: map of all pictures", to: "/explore", search: { mode: "map" } },
  { title: "Explore: near-duplicates", to: "/explore", search: { mode: "duplicates" } },
  { title: "New project", to: "/projects/new" },
  { title: "Projects: archived too", to: "/projects", search: { archived: true } },
  { title: "Collections: archived too", to: "/collections", search: { archived: true } },
  { title: "Import predictions", to: "/models", search: { new: true } },
  { title: "New evaluation", to: "/evaluations", search: { new: true } },
  { title: "Jobs: dead letters", to: "/jobs", search: { tab: "letters" } },
  ...["My account", "Members", "Groups", "Folders", "Metadata"].map((title) => ({ title: `Settings: ${title}`, to: "/settings", search: { tab: title === "My account" ? "account" : title.toLowerCase() } })),
];

const MOST = 200;
const FRESH_MS = 30_000;
const TABS = ["Queue", "People", "Issues", "Labels", "Exports"] as const;

/** Projects, collections, ontologies and models' predictions by their names; asked for while the palette is open. */
export function useNamedPlaces(enabled: boolean): readonly Place[] {
  const query = { limit: MOST };
  const options = { enabled, staleTime: FRESH_MS, retry: false } as const;
  const projects = useQuery({ queryKey: ["palette", "projects"], ...options, queryFn: ({ signal }) => data(api.GET("/api/v1/projects", { params: { query }, signal })) });
  const collections = useQuery({ queryKey: ["palette", "collections"], ...options, queryFn: ({ signal }) => data(api.GET("/api/v1/collections", { params: { query }, signal })) });
  const ontologies = useQuery({ queryKey: ["palette", "ontologies"], ...options, queryFn: ({ signal }) => data(api.GET("/api/v1/ontologies", { params: { query }, signal })) });
  const sets = useQuery({ queryKey: ["palette", "prediction-sets"], ...options, queryFn: ({ signal }) => data(api.GET("/api/v1/prediction-sets", { params: { query }, signal })) });
  return [
    ...(projects.data?.items ?? [])
      .filter((one) => !one.archived)
      .flatMap((one) => [
        { title: `Project: ${one.title}`, to: `/projects/${one.id}` },
        ...TABS.map((tab) => ({ title: `Project: ${one.title}, ${tab.toLowerCase()}`, to: `/projects/${one.id}`, search: { tab: tab.toLowerCase() } })),
        { title: `Project: ${one.title}, evaluations`, to: "/evaluations", search: { project: one.id } },
      ]),
    ...(collections.data?.items ?? []).filter((one) => !one.archived).map((one) => ({ title: `Collection: ${one.name}`, to: `/collections/${one.id}` })),
    ...(ontologies.data?.items ?? []).map((one) => ({ title: `Ontology: ${one.name}`, to: `/ontologies/${one.id}` })),
    ...(sets.data?.items ?? []).map((one) => ({ title: `Predictions: ${one.name} (${one.model_name})`, to: `/prediction-sets/${one.id}` })),
  ];
}
