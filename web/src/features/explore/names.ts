import { useQueries } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { api, data } from "@/api/client";
import { useFields, useFolders, usePredictionSets, useProjects, useSources } from "./api";
import type { Names } from "./nodes";

/** Titles of fields and names of values, as far as the API has said them. */
export function useNames(): Names & { paths: ReadonlyMap<string, string> } {
  const fields = useFields().data;
  const folders = useFolders().data;
  const projects = useProjects().data;
  const sets = usePredictionSets().data;
  const sources = useSources().data?.items;
  const classes = useClasses(projects);
  return useMemo(() => {
    const titles = new Map(fields?.map((one) => [one.name, one.title || one.name]));
    const kinds = new Map(fields?.map((one) => [one.name, one.kind]));
    const paths = folderPaths(folders ?? []);
    const owners = new Map([...(projects ?? []).map((one) => [one.id, one.title] as const), ...(sets ?? []).map((one) => [one.id, one.model_name || one.name] as const)]);
    return {
      paths,
      field: (name) => {
        const [family, owner, key] = name.split(".");
        if ((family === "project" || family === "prediction") && owner && key) return `${capital(key)} in ${owners.get(owner) ?? owner.slice(0, 6)}`;
        return titles.get(name) ?? name;
      },
      value: (field, value) => {
        if (field === "folder") return paths.get(String(value)) ?? String(value);
        if (field === "source") return sources?.find((one) => one.id === value)?.name ?? String(value);
        const [family, owner, key] = field.split(".");
        if (family === "project" && key === "classes") return classes.get(`${owner} ${value}`) ?? String(value);
        if (typeof value === "number") return kinds.get(field) === "date" ? new Date(value).toLocaleDateString() : short(value);
        return String(value);
      },
    };
  }, [fields, folders, projects, sets, sources, classes]);
}

function useClasses(projects: readonly { id: string; ontology: string; ontology_version: number }[] | undefined): ReadonlyMap<string, string> {
  const queries = useMemo(
    () =>
      (projects ?? []).map((one) => ({
        queryKey: ["ontology-version", one.ontology, one.ontology_version],
        staleTime: Infinity,
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          data(api.GET("/api/v1/ontologies/{ontology_id}/versions/{number}", { params: { path: { ontology_id: one.ontology, number: one.ontology_version } }, signal })),
      })),
    [projects],
  );
  /** One function for the same projects: what it answers is then kept, and with it everything that is made of it. */
  const combine = useCallback(
    (all: readonly { data?: { classes?: readonly { id: string; name: string }[] } | undefined }[]) => {
      const found = new Map<string, string>();
      all.forEach((one, at) => one.data?.classes?.forEach((known) => found.set(`${projects?.[at]?.id} ${known.id}`, known.name)));
      return found;
    },
    [projects],
  );
  return useQueries({ queries, combine });
}

/** Folders by id as paths from the root down; the root is "All folders". */
export function folderPaths(folders: readonly { id: string; name: string; parent?: string | null }[]): Map<string, string> {
  const byId = new Map(folders.map((one) => [one.id, one]));
  const paths = new Map<string, string>();
  const path = (id: string, depth = 0): string => {
    const one = byId.get(id);
    if (!one || depth > 40) return "";
    if (!one.parent || !byId.has(one.parent)) return one.parent ? one.name : "";
    const above = path(one.parent, depth + 1);
    return above ? `${above} / ${one.name}` : one.name;
  };
  for (const one of folders) paths.set(one.id, path(one.id) || one.name);
  return paths;
}

/** A number in about four digits. */
export function short(value: number): string {
  const size = Math.abs(value);
  if (size >= 1_000) return Math.round(value).toLocaleString("en");
  return String(Number(value.toPrecision(3)));
}

export function bytes(size: number): string {
  const units = ["B", "kB", "MB", "GB"];
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(size, 1)) / 3));
  return `${short(size / 1_000 ** step)} ${units[step]}`;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1).replaceAll("_", " ");
}
