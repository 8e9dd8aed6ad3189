import { Link } from "@tanstack/react-router";
import { Fetched, isOpen, type Job, JobProgress, Panel, useJob } from "@/shared";
import { useFailedRows, useImported } from "../api";
import styles from "../models.module.css";

/** How an import goes, what it counted, and what failed row by row. */
export function Outcome({ id }: { id: string }) {
  const imported = useImported();
  const query = useJob(id, imported);
  return (
    <Panel title="The last import">
      <Fetched query={query} what="the import">
        {(job) => (
          <>
            <JobProgress job={job} />
            <p>
              {job.spec.dry_run === true ? "Would be so: " : ""}
              {Object.entries(job.counts ?? {})
                .map(([name, count]) => `${count.toLocaleString("en")} ${name.replaceAll("_", " ")}`)
                .join(", ")}
            </p>
            {job.state === "done" && job.spec.dry_run !== true && typeof job.result?.prediction_set === "string" && <Link to={`/prediction-sets/${job.result.prediction_set}`}>See the predictions</Link>}
            {!isOpen(job) && <Failed job={job} />}
          </>
        )}
      </Fetched>
    </Panel>
  );
}

function Failed({ job }: { job: Job }) {
  const query = useFailedRows(job.id, !!job.errors);
  const rows = query.data?.items ?? [];
  if (rows.length === 0) return null;
  return (
    <>
      <h3>What failed</h3>
      <ul className={styles.errors}>
        {rows.map((row, at) => (
          <li key={at}>
            <b>
              {Object.entries(row)
                .filter(([name, value]) => name !== "reason" && value !== null)
                .map(([name, value]) => `${name} ${String(value)}`)
                .join(", ")}
            </b>{" "}
            {String(row.reason ?? "")}
          </li>
        ))}
      </ul>
    </>
  );
}
