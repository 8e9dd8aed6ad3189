import type { Annotation } from "../codec";
import type { Box } from "../geometry/box";
import type { Bounds, Point } from "../geometry/bounds";

/** Where a pointer is and what is held with it. */
export interface Pointer {
  /** In image pixels; may be outside the picture. */
  at: Point;
  /** In CSS pixels of the stage. */
  screen: Point;
  shift: boolean;
  alt: boolean;
  /** Ctrl, or Cmd on a Mac. */
  mod: boolean;
  /** The second press of a double click. */
  isDouble: boolean;
}

/** What a tool shows above the document while it is at work. */
export interface Preview {
  /** Drawn instead of what the document holds. */
  instead?: ReadonlyMap<string, Annotation>;
  /** A selection being pulled up. */
  marquee?: Bounds;
  box?: Box;
  /** An outline being drawn; `closes`: the next click ends it. */
  outline?: { points: readonly Point[]; closes: boolean };
}

export interface Tool {
  cursor: string;
  /** Lines through the pointer, to aim by. */
  aims: boolean;
  preview(): Preview;
  down(pointer: Pointer): void;
  move(pointer: Pointer): void;
  up(pointer: Pointer): void;
  /** What it does with a key while at work; false: the key is for others. */
  key(key: "Enter" | "Backspace" | "Escape"): boolean;
  /** Let go of what is unfinished. */
  cancel(): void;
}

/** How far a pointer may miss, in screen pixels. */
export const REACH_PX = 6;
/** From how far on a press is a drag. */
export const DRAG_PX = 4;

export const isDrag = (from: Point, to: Point): boolean => Math.hypot(to.x - from.x, to.y - from.y) >= DRAG_PX;
