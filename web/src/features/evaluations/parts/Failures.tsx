import { Button, NumberInput, Table } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { DATA, ErrorState, Fetched, itemSearch, JobProgress, numberOf, Panel, Stack, useJob } from "@/shared";
import { type Evaluation, type Point, useCollect, useFailures, useItems, useSendBack } from "../api";
import styles from "../evaluations.module.css";

/** The items on which the model fails worst: one click collects them, a second sends them to the queue. */
export function Failures({ found, point }: { found: Evaluation; point: Point }) {
  const [worst, setWorst] = useState(20);
  const query = useFailures(found.id, worst, point);
  const { data: items } = useItems((query.data ?? []).map((one) => one.item_id));
  return (
    <Stack>
      <Loop found={found} point={point} worst={worst} onWorst={setWorst} />
      <Fetched query={query} what="failures">
        {(rows) => (
          <div className={query.isPlaceholderData ? styles.stale : undefined} aria-busy={query.isPlaceholderData}>
            <Table maw="44rem" className={styles.numbers}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Item</Table.Th>
                  <Table.Th ta="right">Wrong (FP)</Table.Th>
                  <Table.Th ta="right">Missed (FN)</Table.Th>
                  <Table.Th ta="right">Weight</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rows.map((one) => {
                  const item = items?.get(one.item_id);
                  return (
                    <Table.Tr key={one.item_id}>
                      <Table.Td>
                        <Link to={DATA} search={itemSearch(one.item_id) as never} className={styles.line}>
                          {item?.thumbnail && <img src={item.thumbnail} alt="" className={styles.thumb} loading="lazy" />}
                          {item?.name ?? one.item_id}
                        </Link>
                      </Table.Td>
                      <Table.Td ta="right">{one.fp}</Table.Td>
                      <Table.Td ta="right">{one.fn}</Table.Td>
                      <Table.Td ta="right">{one.weight.toFixed(2)}</Table.Td>
                    </Table.Tr>
                  );
                })}
              </Table.Tbody>
            </Table>
          </div>
        )}
      </Fetched>
    </Stack>
  );
}

function Loop({ found, point, worst, onWorst }: { found: Evaluation; point: Point; worst: number; onWorst: (worst: number) => void }) {
  const collect = useCollect(found.id);
  const send = useSendBack(found.project);
  const client = useQueryClient();
  const job = useJob(send.data?.id, () => void client.invalidateQueries({ queryKey: ["projects", found.project] }));
  const isLost = job.data?.state === "failed" || job.data?.state === "cancelled";
  const own = found.operating_point;
  const at = { iou_threshold: point.iou_threshold ?? own?.iou_threshold ?? 0.5, confidence: point.confidence ?? own?.confidence ?? 0 };
  const made = collect.data;
  const [typed, setTyped] = useState<string | number | null>(null);
  const type = (value: string | number) => {
    setTyped(value);
    const said = numberOf(value);
    if (said !== undefined && said >= 1) onWorst(Math.min(1000, said));
  };
  return (
    <Panel title="Back into the loop">
      <div className={styles.bar}>
        <NumberInput label="How many of the worst" w="11rem" min={1} max={1000} allowDecimal={false} value={typed ?? worst} onChange={type} onBlur={() => setTyped(null)} />
        <Button loading={collect.isPending} onClick={() => collect.mutate({ name: "", worst, operating_point: at }, { onSuccess: () => send.reset() })}>
          Collect the worst {worst}
        </Button>
        {made && (
          <>
            <Link to={`/collections/${made.collection}`}>Collected {made.items.length} items</Link>
            <Button loading={send.isPending} disabled={send.isSuccess && !isLost} onClick={() => send.mutate(made.members)}>
              Send them to the queue
            </Button>
          </>
        )}
        {job.data?.state === "done" && (
          <Link to={`/projects/${found.project}`} search={{ tab: "queue", status: "reopened" } as never}>
            See the queue
          </Link>
        )}
      </div>
      {collect.error && <ErrorState error={collect.error} />}
      {send.error && <ErrorState error={send.error} />}
      {job.data && <JobProgress job={job.data} />}
    </Panel>
  );
}
