import { Button, SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, data } from "@/api/client";
import { fetchOrder } from "@/api/packed";
import { EmptyState, ErrorState, JobProgress, Loading, notifyError, Quiet, useJob, useJobStarted } from "@/shared";
import { useExploreChanged, useFacet } from "../api";
import { together, withValues } from "../nodes";
import type { ChangeView, View } from "../view";
import styles from "../Explorer.module.css";

const GROUPS = 60;
const SHOWN = 16;

/** Groups of pictures that are nearly the same, largest first. */
export function Duplicates({ view, change, choose }: { view: View; change: ChangeView; choose: (seqs: number[]) => void }) {
  const field = `duplicates.${view.by}`;
  const query = useFacet(view.filter, field, GROUPS);
  const started = useJobStarted();
  const changed = useExploreChanged();
  const [jobId, setJobId] = useState<string | null>(null);
  const job = useJob(jobId, changed).data;
  const find = () =>
    void data(api.POST("/api/v1/duplicates/find", { body: {} })).then((made) => {
      setJobId(made.id);
      started();
    }, notifyError);
  const isFinding = job !== undefined && ["requested", "running", "finishing", "settling"].includes(job.state ?? "");
  const button = (
    <Button variant="default" loading={isFinding} onClick={find}>
      Find near-duplicates anew
    </Button>
  );
  return (
    <div className={styles.dupes}>
      <div className={styles.tokens}>
        <SegmentedControl
          aria-label="Alike by what"
          value={view.by}
          onChange={(by) => change({ by })}
          data={[
            { value: "phash", label: "Nearly the same pixels" },
            { value: "lite0", label: "Nearly the same scene" },
          ]}
        />
        {button}
      </div>
      {job && isFinding && <JobProgress job={job} />}
      {query.error && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {!query.data && !query.error && <Loading what="groups" />}
      {query.data?.length === 0 && <EmptyState title="No near-duplicates are known here">They are looked for by a job, over all items. Look again after new pictures came.</EmptyState>}
      {query.data?.length === GROUPS && <Quiet>The {GROUPS} largest groups. A filter narrows them.</Quiet>}
      {query.data?.map((group) => (
        <Group
          key={group.value}
          id={group.value}
          field={field}
          items={group.items}
          view={view}
          choose={choose}
          show={() => change({ filter: withValues(view.filter, field, [group.value]), mode: "grid" })}
          open={(seq) => change({ item: seq })}
        />
      ))}
    </div>
  );
}

function Group({ id, field, items, view, choose, show, open }: { id: string; field: string; items: number; view: View; choose: (seqs: number[]) => void; show: () => void; open: (seq: number) => void }) {
  const filter = together(withValues(view.filter, field, [id]));
  const query = useQuery({
    queryKey: ["explore", "group", filter],
    staleTime: 30_000,
    queryFn: ({ signal }) => data(api.POST("/api/v1/search", { body: { filter, sort: "seq", limit: SHOWN }, signal })),
  });
  const found = query.data?.items ?? [];
  const chooseRest = () => fetchOrder(filter, "seq").then((order) => choose([...order.slice(1)]), notifyError);
  return (
    <article className={styles.dupe}>
      <header>
        <b>{items} pictures</b>
        <Button variant="default" disabled={found.length < 2} onClick={() => void chooseRest()}>
          Choose all but the oldest
        </Button>
        <Button variant="subtle" onClick={show}>
          Show in the grid
        </Button>
      </header>
      {query.error && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      <div className={styles.strip}>
        {found.map((one) => (
          <button key={one.id} type="button" className={styles.twist} style={{ width: "auto" }} aria-label={`Open ${one.name}`} onClick={() => open(one.seq)}>
            {one.thumbnail ? <img src={one.thumbnail} alt="" /> : one.name}
          </button>
        ))}
      </div>
    </article>
  );
}
