import { FailedRows, type Job, JobProgress } from "@/shared";
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
      {opened && job.errors && <FailedRows job={job.id} />}
    </article>
  );
}

function took(ms: number): string {
  const s = ms / 1_000;
  return s < 90 ? `${s.toFixed(1)} s` : `${Math.round(s / 60)} min`;
}
