import { Badge, Button, Select } from "@mantine/core";
import type { Schemas } from "@/api/client";
import { EmptyState, ErrorState, Loading, Quiet } from "@/shared";
import { type Change, useChanged, useItems } from "../api";
import styles from "../evaluations.module.css";
import { share } from "../figures";
import { Drawn, Legend } from "./Drawn";

const NONE: Record<Change, string> = { fixed: "Nothing was fixed", regressed: "Nothing regressed" };
const SAID: Record<Change, string> = { fixed: "The earlier evaluation did not find these objects, the later one does.", regressed: "The earlier evaluation found these objects, the later one does not." };

/** The objects that only one of two evaluations found, each with what both predicted for it. */
export function ChangedGrid({ before, after, change, chosen, onClass }: { before: string; after: string; change: Change; chosen: string | undefined; onClass: (id: string | undefined) => void }) {
  const query = useChanged(before, after, change, chosen);
  const first = query.data?.pages[0];
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  const { data: items } = useItems(rows.map((one) => one.item_id));
  if (query.isPending) return <Loading what="the objects" />;
  if (query.error && !first) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  const classes = (first?.classes ?? []).filter((one) => one[change] > 0 || one.class_id === chosen);
  return (
    <>
      <div className={styles.bar}>
        <Select
          label="Class"
          placeholder="Every class"
          clearable
          allowDeselect
          searchable
          w="14rem"
          data={classes.map((one) => ({ value: one.class_id, label: `${one.name} (${one[change].toLocaleString("en")})` }))}
          value={chosen ?? null}
          onChange={(id) => onClass(id ?? undefined)}
        />
        <Legend names={{ truth: "truth", before: "predicted before", prediction: "predicted after" }} />
      </div>
      <Quiet>
        {SAID[change]} {(first?.objects ?? 0).toLocaleString("en")} objects are in both.
      </Quiet>
      {rows.length === 0 ? (
        <EmptyState title={NONE[change]}>No object that both evaluations have changed this way.</EmptyState>
      ) : (
        <ul className={styles.grid} aria-label={change === "fixed" ? "Fixed objects" : "Regressed objects"} aria-busy={query.isPlaceholderData}>
          {rows.map((one) => (
            <li key={`${one.item_id}/${one.object_id}`} className={styles.outcome}>
              <Drawn
                id={one.item_id}
                item={items?.get(one.item_id)}
                shapes={[
                  { of: "truth", box: one.box_xywh },
                  { of: "before", box: one.before.box_xywh },
                  { of: "prediction", box: one.after.box_xywh },
                ]}
              />
              <div className={styles.caption}>
                <Badge color={change === "fixed" ? "green" : "red"}>{one.class_name}</Badge>
                <span>
                  {said(one.before)} → {said(one.after)}
                </span>
              </div>
            </li>
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

/** What was predicted for an object. */
export function said(one: Omit<Schemas["ObjectOutcome"], "box_xywh">): string {
  if (!one.predicted_class) return "missed";
  const numbers = `${share(one.confidence)}, IoU ${share(one.iou)}`;
  return one.found ? `found (${numbers})` : `taken for ${one.predicted_class} (${numbers})`;
}
