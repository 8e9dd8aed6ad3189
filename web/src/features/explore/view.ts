import { type Camera, SCALES } from "@/plot/raster";
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
  /** Where the map is looked at; by itself all of it. */
  camera: CameraAddress | undefined;
  /** The part of the filter that was circled last: the next line takes its place. */
  lasso: string | undefined;
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
    camera: readCamera(raw.camera),
    lasso: asText(raw.lasso),
    colour: asText(raw.colour) || undefined,
    renderer: asOneOf(raw.renderer, WISHES) ?? "auto",
    by: asOneOf(raw.by, ["phash", "lite0"]) ?? "phash",
  };
}

/** The middle, in the map's units, and pixels a unit. */
export type CameraAddress = [x: number, y: number, scale: number];

/** A camera for the address: to a tenth of a pixel. */
export function cameraAddress({ x, y, scale }: Camera): CameraAddress {
  const decimals = Math.min(Math.max(Math.ceil(Math.log10(scale)) + 1, 0), 12);
  return [Number(x.toFixed(decimals)), Number(y.toFixed(decimals)), Number(scale.toPrecision(4))];
}

export function cameraOf(address: CameraAddress | undefined): Camera | null {
  return address ? { x: address[0], y: address[1], scale: address[2] } : null;
}

function readCamera(raw: unknown): CameraAddress | undefined {
  if (!Array.isArray(raw) || raw.length !== 3 || !raw.every((one) => Number.isFinite(one))) return undefined;
  const [x, y, scale] = raw as CameraAddress;
  return scale >= SCALES[0] && scale <= SCALES[1] ? [x, y, scale] : undefined;
}

export type ChangeView = (change: Partial<Record<keyof View, unknown>>, options?: { replace?: boolean }) => void;
