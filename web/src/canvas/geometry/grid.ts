/** A grid over the picture that answers which things are near, without looking at all of them. */
import { overlap, type Bounds } from "./bounds";

const CELL = 128;
const MANY_CELLS = 1_024;

export class Grid {
  private readonly cells = new Map<number, Set<string>>();
  private readonly bounds = new Map<string, Bounds>();
  /** What covers so many cells that it is looked at always. */
  private readonly large = new Set<string>();

  set(id: string, bounds: Bounds): void {
    this.delete(id);
    this.bounds.set(id, bounds);
    if (isLarge(bounds)) {
      this.large.add(id);
      return;
    }
    for (const key of keysOf(bounds)) {
      const cell = this.cells.get(key);
      if (cell) cell.add(id);
      else this.cells.set(key, new Set([id]));
    }
  }

  delete(id: string): void {
    const old = this.bounds.get(id);
    if (!old) return;
    this.bounds.delete(id);
    if (this.large.delete(id)) return;
    for (const key of keysOf(old)) {
      const cell = this.cells.get(key);
      cell?.delete(id);
      if (cell?.size === 0) this.cells.delete(key);
    }
  }

  clear(): void {
    this.cells.clear();
    this.bounds.clear();
    this.large.clear();
  }

  boundsOf(id: string): Bounds | undefined {
    return this.bounds.get(id);
  }

  /** The ids whose bounds overlap `area`, in no order. */
  query(area: Bounds): Set<string> {
    const found = new Set<string>();
    const check = (id: string): void => {
      const bounds = this.bounds.get(id);
      if (bounds && overlap(bounds, area)) found.add(id);
    };
    if (isLarge(area)) {
      for (const id of this.bounds.keys()) check(id);
      return found;
    }
    for (const id of this.large) check(id);
    for (const key of keysOf(area)) for (const id of this.cells.get(key) ?? []) if (!found.has(id)) check(id);
    return found;
  }
}

function isLarge({ x0, y0, x1, y1 }: Bounds): boolean {
  const cells = ((x1 - x0) / CELL + 2) * ((y1 - y0) / CELL + 2);
  return !(cells <= MANY_CELLS);
}

function* keysOf({ x0, y0, x1, y1 }: Bounds): Generator<number> {
  const left = Math.floor(x0 / CELL);
  const right = Math.floor(x1 / CELL);
  const bottom = Math.floor(y1 / CELL);
  for (let row = Math.floor(y0 / CELL); row <= bottom; row += 1) {
    for (let column = left; column <= right; column += 1) yield row * 4_194_304 + column;
  }
}
