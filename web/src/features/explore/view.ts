import { WISHES, type Wish } from "@/plot/renderer";
import { asNumber, asOneOf, asText } from "@/shared";
import { type Node, readNodes } from "./nodes";
import { readChosen } from "./selection";

export const MODES = ["grid", "split", "map", "duplicates"] as const;
export type Mode = (typeof MODES)[number];
export const SIZES = [96, 128, 168, 224, 320] as const;

/** Everything that the explorer shows, as its address says it. */
export interface View {
  filter: Node[];
  sort: string | undefined;
  mode: Mode;
  size: number;
  /** Words to look for, or an item to find the like of: the order is then that of the likeness. */
  text: string | undefined;
  like: string | undefined;
  /** The item that is opened over the grid. */
  item: string | undefined;
  chosen: number[] | string | null;
  map: string | undefined;
  colour: string | undefined;
  /** What draws the map; by itself what is fastest. */
  renderer: Wish;
  by: "phash" | "lite0";
}

export function readView(raw: Record<string, unknown>): View {
  const size = asNumber(raw.size) ?? 128;
  return {
    filter: readNodes(raw.filter),
    sort: asText(raw.sort),
    mode: asOneOf(raw.mode, MODES) ?? "grid",
    size: SIZES.find((one) => one === size) ?? 128,
    text: asText(raw.text),
    like: asText(raw.like),
    item: asText(raw.item),
    chosen: readChosen(raw.chosen),
    map: asText(raw.map),
    colour: asText(raw.colour) || undefined,
    renderer: asOneOf(raw.renderer, WISHES) ?? "auto",
    by: asOneOf(raw.by, ["phash", "lite0"]) ?? "phash",
  };
}

export type ChangeView = (change: Partial<Record<keyof View, unknown>>, options?: { replace?: boolean }) => void;
