import type { RefObject } from "react";
import type { Plot } from "@/plot/plot";
import { useKeys } from "@/shared";
import { undefinedIfEmpty } from "../parts/Tokens";
import type { ChangeView, View } from "../view";

const SCOPE = "Explore: map";
const STEP_PX = 60;
const ARROWS: Record<string, readonly [number, number]> = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** The map's keys. Where a grid is beside it, the arrows are the grid's until the map has the focus. */
export function useMapKeys(plot: RefObject<Plot | null>, host: RefObject<HTMLElement | null>, view: View, change: ChangeView): void {
  const isHere = () => view.mode === "map" || document.activeElement === host.current;
  const sets = view.filter.flatMap((node) => ("set" in node ? [String(node.set)] : []));
  const pan = (event: KeyboardEvent | null) => {
    const [x, y] = ARROWS[event?.key ?? ""] ?? [0, 0];
    plot.current?.pan(x * STEP_PX, y * STEP_PX);
  };
  /** First a line that is being drawn, then the lasso of before. */
  const clear = () => {
    if (plot.current?.letGo()) return;
    const last = view.lasso !== undefined && sets.includes(view.lasso) ? view.lasso : sets.at(-1);
    if (last !== undefined) change({ filter: undefinedIfEmpty(view.filter.filter((node) => !("set" in node && node.set === last))), lasso: undefined });
  };
  useKeys([
    { id: "map.pan", scope: SCOPE, keys: Object.keys(ARROWS), title: "Move the map", inPalette: false, when: isHere, run: pan },
    { id: "map.fit", scope: SCOPE, keys: "0", title: "Show the whole map", run: () => plot.current?.fit() },
    { id: "map.in", scope: SCOPE, keys: ["+", "="], title: "Nearer", run: () => plot.current?.zoom(1.4) },
    { id: "map.out", scope: SCOPE, keys: "-", title: "Farther", run: () => plot.current?.zoom(1 / 1.4) },
    { id: "map.clear", scope: SCOPE, keys: "Escape", title: "Let go of the lasso", when: isHere, run: clear },
  ]);
}
