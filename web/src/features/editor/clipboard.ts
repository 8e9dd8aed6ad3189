/** The page's one clipboard: it lasts from task to task, and in this tab over a reload. */
import { Clipboard, type Shelf } from "@/canvas/clipboard";
import type { Annotation } from "@/canvas/codec";

const KEY = "everloop.copied-objects";

const tab: Shelf = {
  read: () => {
    try {
      const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
      return Array.isArray(kept) ? (kept as Annotation[]) : [];
    } catch {
      return [];
    }
  },
  write: (held) => {
    try {
      sessionStorage.setItem(KEY, JSON.stringify(held));
    } catch {
      sessionStorage.removeItem(KEY);
    }
  },
};

export const clipboard = new Clipboard(tab);
