import { useCallback } from "react";
import { useView } from "@/shared";

/** Which groups of the rail are open, kept in the address (as those that differ from `usual`). */
export function useUrlOpen(usual: readonly string[]): [(name: string) => boolean, (name: string, open: boolean) => void] {
  const [{ open }, change] = useView((raw) => ({ open: Array.isArray(raw.open) ? raw.open.filter((one): one is string => typeof one === "string") : [...usual] }));
  const isOpen = useCallback((name: string) => open.includes(name), [open]);
  const set = (name: string, wanted: boolean) => {
    if (open.includes(name) === wanted) return;
    change({ open: wanted ? [...open, name] : open.filter((one) => one !== name) }, { replace: true });
  };
  return [isOpen, set];
}
