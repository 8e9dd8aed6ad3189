import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";

type Raw = Record<string, unknown>;

/**
 * A screen's state as it stands in the URL, typed by `read` (which must accept anything a person may type), and how to change
 * it. What is undefined leaves the URL. `replace`: no entry in the browser's history (sliders, typing).
 */
export function useView<T extends object>(read: (raw: Raw) => T): [T, (change: Partial<T>, options?: { replace?: boolean }) => void] {
  const raw = useSearch({ strict: false }) as Raw;
  const navigate = useNavigate();
  const change = useCallback(
    (next: Partial<T>, options?: { replace?: boolean }) => {
      void navigate({ to: ".", search: ((before: Raw) => kept({ ...before, ...next })) as never, replace: options?.replace ?? false });
    },
    [navigate],
  );
  return [read(raw), change];
}

/** Search params without what is undefined. */
export function kept(search: Raw): Raw {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined));
}

export const asText = (value: unknown): string | undefined => (typeof value === "string" ? value : typeof value === "number" ? String(value) : undefined);
export const asNumber = (value: unknown): number | undefined => (typeof value === "number" && Number.isFinite(value) ? value : undefined);
export const asOneOf = <T extends string>(value: unknown, of: readonly T[]): T | undefined => of.find((one) => one === value);
