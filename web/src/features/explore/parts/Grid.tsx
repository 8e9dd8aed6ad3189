import { useVirtualizer } from "@tanstack/react-virtual";
import { type DragEvent, type MouseEvent, useEffect, useImperativeHandle, useRef, type Ref } from "react";
import { useElementSize } from "@mantine/hooks";
import type { Result } from "../api";
import { useItemsAt } from "../api";
import { beginDrag } from "../dragging";
import type { Chosen } from "../selection";
import { Cell } from "./Cell";
import styles from "../Explorer.module.css";

const GAP = 6;
const LABEL = 20;
const AHEAD_ROWS = 2;

export interface GridHandle {
  /** How many columns there are now, for the keys that go up and down. */
  columns: number;
  reveal: (at: number) => void;
  hasFocus: () => boolean;
}

/** A result as pictures; only the rows in view exist, whatever its length. */
export function Grid({ result, size, chosen, focused, onPick, onOpen, handle }: {
  result: Result;
  size: number;
  chosen: Chosen;
  /** The place that the keys stand on. */
  focused: number | null;
  onPick: (at: number, event: MouseEvent) => void;
  onOpen: (at: number) => void;
  handle: Ref<GridHandle>;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: sized, width } = useElementSize<HTMLDivElement>();
  const room = Math.max(width - GAP, size);
  const columns = Math.max(1, Math.floor(room / (size + GAP)));
  const cell = Math.floor((room - GAP * columns) / columns);
  const height = cell + LABEL + GAP;
  const rows = Math.ceil(result.order.length / columns);
  const virtual = useVirtualizer({ count: rows, getScrollElement: () => scroller.current, estimateSize: () => height, overscan: 1 });
  const shown = virtual.getVirtualItems();
  const first = (shown[0]?.index ?? 0) - AHEAD_ROWS;
  const last = (shown.at(-1)?.index ?? 0) + AHEAD_ROWS;
  const itemAt = useItemsAt(result, Math.max(0, first * columns), (last + 1) * columns);

  useEffect(() => virtual.measure(), [virtual, height]);
  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 });
  }, [result.asked]);
  const reveal = (at: number) => virtual.scrollToIndex(Math.floor(at / columns), { align: "auto" });
  useImperativeHandle(handle, () => ({ columns, reveal, hasFocus: () => document.activeElement === scroller.current }));
  const drag = (event: DragEvent) => {
    const [, seq] = (event.target as Element).id.split("cell-");
    if (seq) beginDrag(event.dataTransfer, Number(seq), chosen.seqs);
  };
  return (
    <div ref={scroller} className={styles.scroller} tabIndex={0} onDragStart={drag} role="listbox" aria-multiselectable aria-label={`${result.order.length} items`} aria-activedescendant={focused === null ? undefined : `cell-${result.order[focused]}`} data-testid="grid">
      <div ref={sized} style={{ height: virtual.getTotalSize(), position: "relative" }} role="presentation">
        {width > 0 &&
          shown.map((row) => (
            <div key={row.key} className={styles.row} role="presentation" style={{ transform: `translateY(${row.start}px)`, height }}>
              {Array.from({ length: Math.min(columns, result.order.length - row.index * columns) }, (_, column) => {
                const at = row.index * columns + column;
                const seq = result.order[at] ?? 0;
                return <Cell key={seq} at={at} seq={seq} total={result.order.length} item={itemAt(at)} size={cell} isChosen={chosen.seqs.has(seq)} isFocused={focused === at} onPick={onPick} onOpen={onOpen} />;
              })}
            </div>
          ))}
      </div>
    </div>
  );
}
