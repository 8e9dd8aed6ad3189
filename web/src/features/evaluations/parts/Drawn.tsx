import { Link } from "@tanstack/react-router";
import type { Schemas } from "@/api/client";
import { DATA, itemSearch } from "@/shared";
import styles from "../evaluations.module.css";

/** Left, top, width and height in the picture's pixels. */
export type Box = readonly [number, number, number, number];

/** Whose box it is: the truth's is whole, predictions are dashed; `before` is the earlier evaluation's. */
export interface Shape {
  of: "truth" | "prediction" | "before";
  box: readonly number[] | null | undefined;
}

/** A picture with boxes over it; it leads to the item. */
export function Drawn({ item, id, shapes }: { item: Schemas["FoundItem"] | undefined; id: string; shapes: readonly Shape[] }) {
  const [width, height] = [item?.width ?? 1, item?.height ?? 1];
  const stroke = Math.max(width, height) / 110;
  return (
    <Link to={DATA} search={itemSearch(id) as never} aria-label={`Open ${item?.name ?? id}`}>
      <svg viewBox={`0 0 ${width} ${height}`} className={styles.picture} aria-hidden>
        {item?.thumbnail && <image href={item.thumbnail} width={width} height={height} />}
        {item &&
          shapes.map(({ of, box }) => {
            if (!box) return null;
            const [x = 0, y = 0, w = 0, h = 0] = box;
            return <rect key={of} x={x} y={y} width={w} height={h} data-of={of} strokeWidth={stroke} strokeDasharray={of === "truth" ? undefined : `${stroke * 3} ${stroke * 2}`} />;
          })}
      </svg>
    </Link>
  );
}

/** What the lines over the pictures mean. */
export function Legend({ names }: { names: Partial<Record<Shape["of"], string>> }) {
  return (
    <span className={styles.legend}>
      {Object.entries(names).map(([of, name]) => (
        <span key={of}>
          <i data-of={of} /> {name}
        </span>
      ))}
    </span>
  );
}
