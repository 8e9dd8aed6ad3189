/** Which items are chosen, by seq, and how clicks change that. */

export interface Chosen {
  seqs: ReadonlySet<number>;
  /** The seq that a Shift-click counts from. */
  anchor: number | null;
}

export const NOTHING: Chosen = { seqs: new Set(), anchor: null };

/** A click on the item at a place of an order. Plain: only this; with Ctrl: this too, or no more; with Shift: from the anchor to here. */
export function clicked(chosen: Chosen, order: Uint32Array, at: number, keys: { shift: boolean; ctrl: boolean }): Chosen {
  const seq = order[at];
  if (seq === undefined) return chosen;
  if (keys.shift && chosen.anchor !== null) {
    const from = order.indexOf(chosen.anchor);
    if (from >= 0) {
      const run = order.subarray(Math.min(from, at), Math.max(from, at) + 1);
      return { seqs: new Set([...(keys.ctrl ? chosen.seqs : []), ...run]), anchor: chosen.anchor };
    }
  }
  if (!keys.ctrl) return { seqs: new Set([seq]), anchor: seq };
  const seqs = new Set(chosen.seqs);
  if (!seqs.delete(seq)) seqs.add(seq);
  return { seqs, anchor: seq };
}

export function everything(order: Uint32Array): Chosen {
  return { seqs: new Set(order), anchor: order[0] ?? null };
}

/** A selection in the address: small ones as seqs, large ones by their set's hash. */
export const SMALL = 20;

export function readChosen(raw: unknown): number[] | string | null {
  if (typeof raw === "string" && /^[0-9a-f]{8,64}$/.test(raw)) return raw;
  if (!Array.isArray(raw)) return null;
  return raw.filter((one): one is number => Number.isInteger(one) && one >= 0);
}
