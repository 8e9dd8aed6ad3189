import { useEffect, useRef, useSyncExternalStore } from "react";
import { type Binding, keyRegistry } from "./registry";

/** Have keys while this component is mounted. Handlers may change with every render; ids, keys and titles should not. */
export function useKeys(bindings: readonly Binding[], enabled = true): void {
  const newest = useRef(bindings);
  useEffect(() => {
    newest.current = bindings;
  });
  const shape = JSON.stringify(bindings.map(({ id, scope, keys, title, inFields, inDialog, inPalette }) => ({ id, scope, keys, title, inFields, inDialog, inPalette })));
  useEffect(() => {
    if (!enabled) return undefined;
    const kept = JSON.parse(shape) as Omit<Binding, "run">[];
    const now = (id: string): Binding | undefined => newest.current.find((binding) => binding.id === id);
    return keyRegistry.register(kept.map((one) => ({ ...one, when: () => now(one.id)?.when?.() !== false, run: (event) => now(one.id)?.run(event) })));
  }, [shape, enabled]);
}

/** The living bindings, for the `?` sheet and the palette. */
export function useBindings(): readonly Binding[] {
  return useSyncExternalStore(keyRegistry.subscribe, keyRegistry.all, keyRegistry.all);
}
