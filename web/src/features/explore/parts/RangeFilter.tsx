import { Loader, RangeSlider } from "@mantine/core";
import { useEffect, useState } from "react";
import { ErrorState } from "@/shared";
import { useHistogram } from "../api";
import { type Names, type Node, rangeOf, withRange } from "../nodes";
import styles from "../Explorer.module.css";

const STEPS = 200;

/** How the items spread over a number, and the part of it to keep. */
export function RangeFilter({ field, nodes, names, change }: { field: string; nodes: Node[]; names: Names; change: (nodes: Node[]) => void }) {
  const query = useHistogram(nodes, field, true);
  const said = query.data;
  const least = said?.least ?? null;
  const greatest = said?.greatest ?? null;
  const range = rangeOf(nodes, field);
  const low = range?.gte ?? range?.gt ?? least ?? 0;
  const high = range?.lte ?? range?.lt ?? greatest ?? 0;
  const [held, setHeld] = useState<[number, number]>([low, high]);
  useEffect(() => setHeld([low, high]), [low, high]);
  if (query.error) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (!said) return <Loader size="xs" m="xs" role="status" aria-label={`Counting ${names.field(field)}`} />;
  if (least === null || greatest === null) return <p className={styles.ends}>No item of these has a value.</p>;
  const top = Math.max(...said.counts, 1);
  const show = (value: number) => names.value(field, value);
  const title = names.field(field);
  const keep = ([from, to]: [number, number]) => change(withRange(nodes, field, from <= least && to >= greatest ? null : [from, to]));
  return (
    <>
      <div className={styles.bars} role="img" aria-label={`${title}: ${said.items} items from ${show(least)} to ${show(greatest)}`}>
        {said.counts.map((count, at) => (
          <span
            key={said.edges[at]}
            style={{ height: `${(100 * count) / top}%` }}
            data-out={(said.edges[at + 1] ?? 0) < held[0] || (said.edges[at] ?? 0) > held[1] || undefined}
            title={`${show(said.edges[at] ?? 0)} to ${show(said.edges[at + 1] ?? 0)}: ${count.toLocaleString("en")}`}
          />
        ))}
      </div>
      {greatest > least && (
        <div className={styles.range}>
          <RangeSlider min={least} max={greatest} step={(greatest - least) / STEPS} minRange={0} value={held} onChange={setHeld} onChangeEnd={keep} label={null} thumbFromLabel={`${title} from`} thumbToLabel={`${title} to`} />
        </div>
      )}
      <div className={styles.ends}>
        <span>{show(held[0])}</span>
        {said.missing > 0 && <span>{said.missing.toLocaleString("en")} without</span>}
        <span>{show(held[1])}</span>
      </div>
    </>
  );
}
