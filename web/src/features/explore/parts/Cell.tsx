import { IconAlertTriangle, IconClock, IconPhotoOff } from "@tabler/icons-react";
import { memo, type MouseEvent } from "react";
import type { FoundItem } from "../api";
import styles from "../Explorer.module.css";

interface Props {
  at: number;
  seq: number;
  total: number;
  item: FoundItem | undefined;
  size: number;
  isChosen: boolean;
  isFocused: boolean;
  onPick: (at: number, event: MouseEvent) => void;
  onOpen: (at: number) => void;
}

/** One picture; one that failed says why. A click chooses, a double click or Enter opens, a drag takes it (or all chosen) to a folder. */
export const Cell = memo(function Cell({ at, seq, total, item, size, isChosen, isFocused, onPick, onOpen }: Props) {
  return (
    <div
      id={`cell-${seq}`}
      className={styles.cell}
      style={{ width: size }}
      role="option"
      draggable
      aria-selected={isChosen}
      aria-posinset={at + 1}
      aria-setsize={total}
      aria-label={item ? undefined : "Loading"}
      data-focused={isFocused || undefined}
      onClick={(event) => onPick(at, event)}
      onDoubleClick={() => onOpen(at)}
    >
      <div className={styles.picture} style={{ height: size }}>
        <Picture item={item} />
      </div>
      <div className={styles.caption} title={item?.key}>
        {typeof item?.score === "number" && <span className={styles.score}>{item.score.toFixed(2)}</span>}
        {item?.name ?? ""}
      </div>
    </div>
  );
});

function Picture({ item }: { item: FoundItem | undefined }) {
  if (!item) return null;
  if (item.state === "failed" || item.state === "missing") {
    return (
      <div className={styles.failed}>
        {item.state === "missing" ? <IconPhotoOff size={20} /> : <IconAlertTriangle size={20} />}
        <span>{item.reason ?? `This file is ${item.state}.`}</span>
      </div>
    );
  }
  if (!item.thumbnail) {
    return (
      <div className={styles.waiting}>
        <IconClock size={20} />
        <span>Being read</span>
      </div>
    );
  }
  return <img src={item.thumbnail} alt="" draggable={false} decoding="async" />;
}
