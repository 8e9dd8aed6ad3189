import { useCallback, useEffect, useRef, useState } from "react";
import { api, data } from "@/api/client";
import { fetchOrder } from "@/api/packed";
import { notifyError } from "@/shared";
import { type Chosen, NOTHING, SMALL } from "../selection";
import type { ChangeView } from "../view";

const SETTLES_MS = 400;

/** The selection: at once in the page, and soon after in the address, large ones as a stored set's hash. */
export function useChosen(inUrl: number[] | string | null, change: ChangeView): [Chosen, (next: Chosen) => void] {
  const [chosen, setChosen] = useState<Chosen>(() => (Array.isArray(inUrl) ? { seqs: new Set(inUrl), anchor: null } : NOTHING));
  const written = useRef<number[] | string | null>(Array.isArray(inUrl) ? inUrl : null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  /** Which selection is the newest: what is answered about an older one is let go. */
  const turn = useRef(0);

  useEffect(() => {
    if (JSON.stringify(inUrl) === JSON.stringify(written.current)) return;
    written.current = inUrl;
    const mine = (turn.current += 1);
    if (typeof inUrl !== "string") setChosen({ seqs: new Set(inUrl ?? []), anchor: null });
    else fetchOrder({ set: inUrl }, null).then((seqs) => mine === turn.current && setChosen({ seqs: new Set(seqs), anchor: null }), notifyError);
  }, [inUrl]);

  const set = useCallback(
    (next: Chosen) => {
      setChosen(next);
      const mine = (turn.current += 1);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        hashOf(next.seqs).then((said) => {
          if (mine !== turn.current) return;
          written.current = said;
          change({ chosen: said ?? undefined }, { replace: true });
        }, notifyError);
      }, SETTLES_MS);
    },
    [change],
  );
  useEffect(() => () => clearTimeout(timer.current), []);
  return [chosen, set];
}

async function hashOf(seqs: ReadonlySet<number>): Promise<number[] | string | null> {
  if (seqs.size === 0) return null;
  if (seqs.size <= SMALL) return [...seqs];
  return (await storedSet(seqs)).hash;
}

const IN_ONE = 100_000;

/** Keep a selection as a set. */
export async function storedSet(seqs: Iterable<number>): Promise<{ hash: string; items: number }> {
  const all = [...seqs];
  const parts = [];
  for (let at = 0; at < all.length; at += IN_ONE) parts.push(await data(api.POST("/api/v1/sets", { body: { seqs: all.slice(at, at + IN_ONE) } })));
  if (parts.length === 1 && parts[0]) return parts[0];
  return data(api.POST("/api/v1/sets/combine", { body: { operation: "union", sets: parts.map((one) => one.hash) } }));
}
