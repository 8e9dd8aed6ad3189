import { Badge, Button, SegmentedControl, Select } from "@mantine/core";
import type { Schemas } from "@/api/client";
import { asOneOf, EmptyState, ErrorState, Loading } from "@/shared";
import { type Cell, type Evaluation, type Labels, type Outcome, type Point, useItems, useOutcomes, useTruths } from "../api";
import styles from "../evaluations.module.css";
import { share } from "../figures";
import { type Box, Drawn, Legend } from "./Drawn";

const OUTCOMES = ["tp", "fp", "fn"] as const;
const SAID = { tp: "right", fp: "wrong", fn: "missed" } as const;
const BACKGROUND = { value: "background:", label: "background" };

/** What became of objects and predictions, each drawn over its picture: the truth whole, the prediction dashed. */
export function OutcomeGrid({ found, point, cell, onCell }: { found: Evaluation; point: Point; cell: Cell; onCell: (cell: Partial<Cell>) => void }) {
  const query = useOutcomes(found.id, cell, point);
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  const ids = rows.map((one) => one.item_id);
  const { data: items } = useItems(ids);
  const truths = useTruths(
    found,
    rows.filter((one) => one.row !== null && one.object_id !== null).map((one) => one.item_id),
  );
  const classes = [BACKGROUND, ...(found.classes ?? []).map((one) => ({ value: `class:${one.class_id}`, label: one.name }))];
  const shown = (id: string | undefined) => (id === undefined ? null : id === "" ? BACKGROUND.value : `class:${id}`);
  const chosen = (value: string | null) => (value === null ? undefined : value.slice(value.indexOf(":") + 1));
  return (
    <>
      <div className={styles.bar}>
        <SegmentedControl
          aria-label="Which outcomes"
          data={[{ value: "all", label: "All" }, ...OUTCOMES.map((one) => ({ value: one, label: `${one.toUpperCase()} (${SAID[one]})` }))]}
          value={cell.outcome ?? "all"}
          onChange={(value) => onCell({ outcome: asOneOf(value, OUTCOMES) })}
        />
        <Select label="Was there" placeholder="Anything" clearable allowDeselect searchable w="11rem" data={classes} value={shown(cell.truth)} onChange={(value) => onCell({ truth: chosen(value) })} />
        <Select label="Was predicted" placeholder="Anything" clearable allowDeselect searchable w="11rem" data={classes} value={shown(cell.predicted)} onChange={(value) => onCell({ predicted: chosen(value) })} />
        <Legend names={{ truth: "truth", prediction: "prediction" }} />
      </div>
      {query.isPending ? (
        <Loading what="outcomes" />
      ) : query.error ? (
        <ErrorState error={query.error} retry={() => void query.refetch()} />
      ) : rows.length === 0 ? (
        <EmptyState title="None at this operating point">Take away a filter above, or move the sliders.</EmptyState>
      ) : (
        <ul className={styles.grid} aria-busy={query.isPlaceholderData}>
          {rows.map((one) => (
            <One key={`${one.item_id}/${one.row}/${one.object_id}`} one={one} item={items?.get(one.item_id)} labels={truths.get(one.item_id)} />
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <Button variant="default" mt="xs" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      )}
    </>
  );
}

function One({ one, item, labels }: { one: Outcome; item: Schemas["FoundItem"] | undefined; labels: Labels | undefined }) {
  const predicted = one.row === null ? null : one.box_xywh;
  const truth = one.row === null ? one.box_xywh : boxOf(labels?.annotations?.find((found) => found.object_id === one.object_id));
  return (
    <li className={styles.outcome}>
      <Drawn
        id={one.item_id}
        item={item}
        shapes={[
          { of: "truth", box: truth },
          { of: "prediction", box: predicted },
        ]}
      />
      <div className={styles.caption}>
        <Badge color={one.outcome === "tp" ? "green" : one.outcome === "fp" ? "red" : "orange"}>{one.outcome.toUpperCase()}</Badge>
        <span>
          {one.truth ?? "nothing"} → {one.predicted ?? "nothing"}
        </span>
        <span className={styles.quiet}>
          {one.confidence !== null && `confidence ${share(one.confidence)}`} {one.iou !== null && `IoU ${share(one.iou)}`}
        </span>
      </div>
    </li>
  );
}

/** The box of a label, or the one around its polygon. */
function boxOf(found: NonNullable<Labels["annotations"]>[number] | undefined): Box | null {
  const shapes = found?.shapes?.["0"];
  const [x, y, w, h] = shapes?.box ?? [];
  if (x !== undefined && y !== undefined && w !== undefined && h !== undefined) return [x, y, w, h];
  const numbers = shapes?.polygon?.flat() ?? [];
  if (numbers.length < 4) return null;
  const xs = numbers.filter((_, at) => at % 2 === 0);
  const ys = numbers.filter((_, at) => at % 2 === 1);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return [left, top, Math.max(...xs) - left, Math.max(...ys) - top];
}
