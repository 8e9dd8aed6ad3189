/** Items that are dragged from the grid to a folder. Only a mark travels with the drag: a selection may be large. */
const MARK = "application/x-everloop-items";

let dragged: ReadonlySet<number> = new Set();

/** Begin a drag of the picture `seq`: of all that is chosen where it is among it, else of it alone. */
export function beginDrag(transfer: DataTransfer, seq: number, chosen: ReadonlySet<number>): void {
  dragged = chosen.has(seq) ? chosen : new Set([seq]);
  transfer.effectAllowed = "move";
  transfer.setData(MARK, String(dragged.size));
}

export function holdsItems(transfer: DataTransfer): boolean {
  return transfer.types.includes(MARK);
}

/** What a drop holds; nothing twice. */
export function takeDragged(): ReadonlySet<number> {
  const taken = dragged;
  dragged = new Set();
  return taken;
}
