import type { ReactNode } from "react";
import { isOpen, type Job, useCancelJob, useJob } from "../hooks/useJobs";
import { FailedRows } from "./FailedRows";
import { JobProgress } from "./JobProgress";
import { notifyError } from "./Notices";
import { Fetched } from "./Page";
import { Panel } from "./Panel";

/** How an import goes, what it counted, and what failed row by row. */
export function ImportOutcome({ id, onEnd, children }: { id: string; onEnd: () => void; children?: (job: Job) => ReactNode }) {
  const query = useJob(id, onEnd);
  const cancel = useCancelJob();
  return (
    <Panel title="The last import">
      <Fetched query={query} what="the import">
        {(job) => (
          <>
            <JobProgress job={job} onCancel={() => cancel.mutate(id, { onError: notifyError })} />
            <p role="status">
              {job.spec.dry_run === true && "Nothing was changed. It would be so: "}
              {Object.entries(job.counts ?? {})
                .map(([name, count]) => `${count.toLocaleString("en")} ${name.replaceAll("_", " ")}`)
                .join(", ")}
            </p>
            {children?.(job)}
            {!isOpen(job) && job.errors && (
              <>
                <h3>What failed</h3>
                <FailedRows job={job.id} />
              </>
            )}
          </>
        )}
      </Fetched>
    </Panel>
  );
}
