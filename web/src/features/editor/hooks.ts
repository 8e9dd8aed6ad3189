import { useCallback, useEffect, useRef, useSyncExternalStore } from "react";
import type { Annotation } from "@/canvas/codec";
import type { Editor, EditorState } from "@/canvas/editor";
import type { Signal } from "@/canvas/signal";

export function useSignal<T>(signal: Signal<T>): T {
  return useSyncExternalStore(signal.subscribe, signal.get);
}

/** A part of the editor's state; redrawn only when that changes. */
export function useEditor<T>(editor: Editor, pick: (state: EditorState) => T): T {
  return useSyncExternalStore(
    editor.state.subscribe,
    () => pick(editor.state.get()),
  );
}

export function useObjects(editor: Editor): readonly Annotation[] {
  return useSyncExternalStore(editor.store.subscribe, editor.store.all);
}

export function useSelected(editor: Editor): Annotation | null {
  const subscribe = useCallback(
    (listener: () => void) => {
      const stops = [editor.state.subscribe(listener), editor.store.subscribe(listener)];
      return () => stops.forEach((stop) => stop());
    },
    [editor],
  );
  return useSyncExternalStore(subscribe, () => editor.onlySelected());
}

const SEEN_MS = 600;

/** Whether a task has been on the screen long enough to be seen: a second press of the last one's key is not meant for it. */
export function useSeen(session: object): () => boolean {
  const opened = useRef(0);
  useEffect(() => {
    opened.current = performance.now();
  }, [session]);
  return () => performance.now() - opened.current > SEEN_MS;
}
