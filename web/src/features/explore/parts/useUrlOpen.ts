import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";

type Raw = Record<string, unknown>;

const openOf = (search: Raw) => search.open as string[] | undefined;

/** Which groups of the rail are open, kept in the address (as those that differ from `usual`). Nothing else of the address is heard. */
export function useUrlOpen(usual: readonly string[]): [(name: string) => boolean, (name: string, open: boolean) => void] {
  const raw = useSearch({ strict: false, select: openOf, structuralSharing: true });
  const navigate = useNavigate();
  const open = Array.isArray(raw) ? raw.filter((one): one is string => typeof one === "string") : usual;
  const isOpen = (name: string) => open.includes(name);
  const set = useCallback(
    (name: string, wanted: boolean) => {
      const next = (before: Raw) => {
        const now = Array.isArray(before.open) ? before.open : [...usual];
        return { ...before, open: wanted ? [...now.filter((one) => one !== name), name] : now.filter((one) => one !== name) };
      };
      void navigate({ to: ".", search: next as never, replace: true });
    },
    [navigate, usual],
  );
  return [isOpen, (name, wanted) => open.includes(name) !== wanted && set(name, wanted)];
}
