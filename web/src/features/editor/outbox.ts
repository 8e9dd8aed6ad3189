/** What was done and is not saved yet, in this browser's database: a reload, a dead network or server loses nothing of it. */
import type { Annotation, Operation } from "@/canvas/codec";
import type { Clash } from "@/canvas/merge";

/** One item's unsaved work. */
export interface Kept {
  /** Who, where: `user/workspace/project/item/branch`. */
  key: string;
  /** The revision it was done on. */
  rev: number;
  /** What was touched, as it was at `rev`; null: not there. */
  base: [string, Annotation | null][];
  /** The same, as it is now. */
  mine: [string, Annotation | null][];
  /** A request that was sent and whose answer is not known. */
  sending: { request: string; base_rev: number; operations: Operation[] } | null;
  /** Of objects that others changed, too: mine, to be chosen or dropped by a person. */
  clashes: Clash[];
}

export interface Outbox {
  read(key: string): Promise<Kept | null>;
  /** Null where nothing is left. */
  write(key: string, kept: Kept | null): Promise<void>;
}

const DATABASE = "everloop-editor";
const SHELF = "unsaved";

/** Of who only looks: nothing is brought back, and what another tab keeps is left alone. */
export const NO_OUTBOX: Outbox = { read: () => Promise.resolve(null), write: () => Promise.resolve() };

/** The browser's database. */
export function browserOutbox(): Outbox {
  const opened = new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(SHELF, { keyPath: "key" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new Error("This browser keeps no data for this page, so that unsaved work would be lost by a reload."));
  });
  opened.catch(() => undefined);
  return {
    async read(key) {
      const shelf = (await opened).transaction(SHELF, "readonly").objectStore(SHELF);
      return (await answer<Kept | undefined>(shelf.get(key))) ?? null;
    },
    async write(key, kept) {
      const shelf = (await opened).transaction(SHELF, "readwrite").objectStore(SHELF);
      await answer(kept ? shelf.put(kept) : shelf.delete(key));
    },
  };
}

function answer<T>(request: IDBRequest): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result as T);
    request.onerror = () => reject(request.error ?? new Error("The browser's database failed."));
  });
}
