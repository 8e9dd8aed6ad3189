/** What a map's points are coloured by: a field's most frequent values, or stretches of a number with about as many items each. */
import { useQuery } from "@tanstack/react-query";
import { api, data, type Schemas } from "@/api/client";
import { fetchOrder, type Points } from "@/api/packed";
import { BEHIND, CHOSEN, word } from "@/plot/raster";
import type { KnownField } from "../api";
import type { Node } from "../nodes";

type Histogram = Schemas["Histogram"];
type Value = string | number | boolean;

/** Some points of one colour: what they have in common, as a part of the filter. */
export interface Group {
  node: Node;
  count: number;
  /** A value, or the ends of a stretch. */
  of: { value: Value } | { from: number; to: number };
}

export const COLOURS = ["#4e9fe0", "#e58a3a", "#58b368", "#d65f68", "#9a7bd0", "#b08a5b", "#dd87c3", "#c2c04a", "#3fb8c4"] as const;
/** From little to much; told apart by people who do not see red and green, too. */
export const SCALE = ["#3b4cc0", "#3f7fc4", "#2fa7b3", "#3fb984", "#8cc751", "#d3c33c", "#ee9b3a", "#e0603a"] as const;
export const PLAIN = { light: "#0b6e62", dark: "#4fd1c5" };
export const BEHINDS = { light: "#cfd5d9", dark: "#333c41" };
export const CHOSENS = { light: "#101314", dark: "#ffffff" };
/** Of points without a value, or with one that is not among the most frequent. */
export const OTHERS = { light: "#7d878d", dark: "#8f9aa3" };

const FIRST_GROUP = 2;
const BINS = 128;
type Scheme = "light" | "dark";

/** The groups of a field and, by seq, the place of its group in the palette (0: in none). A class that an item has beside a more frequent one does not count. */
export function useGroups(field: string | undefined, known: readonly KnownField[]) {
  const isRanged = known.find((one) => one.name === field)?.ranged ?? false;
  return useQuery({
    queryKey: ["explore", "map-groups", field, isRanged],
    enabled: field !== undefined && known.length > 0,
    staleTime: 30_000,
    queryFn: async ({ signal }) => {
      const groups = isRanged ? await stretches(field ?? "", signal) : await frequent(field ?? "", signal);
      const members = await Promise.all(groups.map((one) => fetchOrder(one.node, null, signal)));
      return { groups, isRanged, placeOf: places(members) };
    },
  });
}

async function frequent(field: string, signal: AbortSignal): Promise<Group[]> {
  const said = await data(api.POST("/api/v1/search/facets", { body: { fields: [field], limit: COLOURS.length }, signal }));
  return (said.facets[0]?.values ?? []).map(({ value, items }) => {
    const real = value === "true" ? true : value === "false" ? false : value;
    return { node: { in: { f: field, v: [real] } }, count: items, of: { value } };
  });
}

async function stretches(field: string, signal: AbortSignal): Promise<Group[]> {
  return stretched(await data(api.POST("/api/v1/search/histogram", { body: { field, bins: BINS }, signal })), SCALE.length);
}

/** Bins joined so that about as many items are in each stretch, at most `most` of them. */
export function stretched({ field, edges, counts, items, greatest }: Pick<Histogram, "field" | "edges" | "counts" | "items" | "greatest">, most: number): Group[] {
  const found: Group[] = [];
  let [from, held, done] = [0, 0, 0];
  counts.forEach((count, at) => {
    held += count;
    const isLast = at === counts.length - 1;
    if (held === 0 || (!isLast && held < (items - done) / (most - found.length))) return;
    const [low, high] = [edges[from] ?? 0, isLast ? (greatest ?? edges[at + 1] ?? 0) : (edges[at + 1] ?? 0)];
    found.push({ node: { range: isLast ? { f: field, gte: low, lte: high } : { f: field, gte: low, lt: high } }, count: held, of: { from: low, to: high } });
    done += held;
    [from, held] = [at + 1, 0];
  });
  return found;
}

/** By seq the palette's place of the first of some sets that it is in; 0: in none. */
function places(members: readonly Uint32Array[]): Uint8Array {
  const found = new Uint8Array(1 + greatest(members));
  members.forEach((seqs, at) => {
    for (const seq of seqs) if (found[seq] === 0) found[seq] = at + FIRST_GROUP;
  });
  return found;
}

/** The palette's place of every point: behind where the filter leaves it out, else by its group, above all where it is chosen. */
export function classesOf({ seqs }: Points, shown: Uint32Array | undefined, chosen: ReadonlySet<number>, placeOf: Uint8Array | null): Uint8Array {
  const classes = new Uint8Array(seqs.length);
  const isShown = shown && flags(shown);
  for (let i = 0; i < seqs.length; i += 1) {
    const seq = seqs[i] as number;
    classes[i] = chosen.has(seq) ? CHOSEN : isShown && isShown[seq] !== 1 ? BEHIND : placeOf?.[seq] || 1;
  }
  return classes;
}

/** Place 1 is the plain colour, or that of the points in no group; from 2 on are the groups. */
export function paletteOf(scheme: Scheme, colours: readonly string[] | null): Uint32Array {
  const palette = new Uint32Array(256).fill(word(colours ? OTHERS[scheme] : PLAIN[scheme]));
  colours?.forEach((colour, at) => {
    palette[at + FIRST_GROUP] = word(colour);
  });
  palette[BEHIND] = word(BEHINDS[scheme]);
  palette[CHOSEN] = word(CHOSENS[scheme]);
  return palette;
}

function flags(seqs: Uint32Array): Uint8Array {
  const found = new Uint8Array(1 + greatest([seqs]));
  for (const seq of seqs) found[seq] = 1;
  return found;
}

function greatest(sets: readonly Uint32Array[]): number {
  let found = 0;
  for (const seqs of sets) for (const seq of seqs) if (seq > found) found = seq;
  return found;
}

/** The colours of so many groups; of a scale those spread over all of it. */
export function coloursOf(groups: readonly Group[], isRanged: boolean): string[] {
  if (!isRanged) return groups.map((_, at) => COLOURS[at % COLOURS.length] as string);
  const step = groups.length > 1 ? (SCALE.length - 1) / (groups.length - 1) : 0;
  return groups.map((_, at) => SCALE[Math.round(at * step)] as string);
}
