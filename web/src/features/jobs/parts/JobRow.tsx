import { Button } from "@mantine/core";
import { ErrorState, type Job, JobProgress, Loading } from "@/shared";
import { useJobErrors } from "../api";
import styles from "../Jobs.module.css";

export function JobRow({ job, opened, onOpen, onCancel }: { job: Job; opened: boolean; onOpen: (opened: boolean) => void; onCancel: () => void }) {
  const counts = Object.entries(job.counts ?? {}).filter(([, count]) => count > 0);
  return (
    <article className={styles.row} aria-label={job.title}>
      <JobProgress job={job} onCancel={onCancel} />
      <div className={styles.more}>
        <span>{new Date(job.created_at).toLocaleString()}</span>
        {job.ended_at && job.started_at ? <span>took {took(job.ended_at - job.started_at)}</span> : null}
        {counts.map(([name, count]) => (
          <span key={name}>
            {count.toLocaleString("en")} {name.replaceAll("_", " ")}
          </span>
        ))}
        {job.errors && (
          <button type="button" className={styles.link} aria-expanded={opened} onClick={() => onOpen(!opened)}>
            {opened ? "Hide what failed" : "Show what failed"}
          </button>
        )}
      </div>
      {opened && job.errors && <Errors job={job.id} />}
    </article>
  );
}

function Errors({ job }: { job: string }) {
  const query = useJobErrors(job);
  if (query.isPending) return <Loading what="what failed" />;
  if (query.error) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  return (
    <>
      <ul className={styles.errors}>
        {query.data.pages.flatMap((page, at) =>
          page.items.map((row, index) => (
            <li key={`${at}-${index}`}>
              <b>{about(row)}</b> {String(row.reason ?? "")}
            </li>
          )),
        )}
      </ul>
      {query.hasNextPage && (
        <Button variant="default" mt="xs" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      )}
    </>
  );
}

/** What a line of an error report is about: everything but the reason. */
function about(row: Record<string, unknown>): string {
  return Object.entries(row)
    .filter(([name, value]) => name !== "reason" && value !== null)
    .map(([name, value]) => (name === "uri" ? String(value) : `${name} ${String(value)}`))
    .join(", ");
}

function took(ms: number): string {
  const s = ms / 1_000;
  return s < 90 ? `${s.toFixed(1)} s` : `${Math.round(s / 60)} min`;
}
