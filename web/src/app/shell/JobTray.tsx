import { Indicator, Popover } from "@mantine/core";
import { IconProgress } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { isOpen, useCancelJob, useRecentJobs } from "@/shared/hooks/useJobs";
import { JobProgress } from "@/shared/parts/JobProgress";
import { notify, notifyError } from "@/shared/parts/Notices";
import { ErrorState } from "@/shared/parts/Page";
import styles from "./Shell.module.css";

const SHOWN = 6;

/** What runs and what ended last; says when a job that was seen running has failed. */
export function JobTray() {
  const [opened, setOpened] = useState(false);
  const query = useRecentJobs();
  const jobs = query.data?.items ?? [];
  const running = jobs.filter(isOpen);
  const seen = useRef(new Set<string>());
  useEffect(() => {
    for (const job of query.data?.items ?? []) {
      if (isOpen(job)) seen.current.add(job.id);
      else if (seen.current.delete(job.id) && job.state === "failed") notify(`${job.title}: ${job.reason ?? "failed"}`, { tone: "bad" });
    }
  }, [query.data]);
  const cancel = useCancelJob();
  return (
    <Popover opened={opened} onChange={setOpened} position="right-end" withArrow trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className={styles.link} onClick={() => setOpened(!opened)} aria-expanded={opened}>
          <Indicator disabled={running.length === 0} processing size={8}>
            <IconProgress size={18} />
          </Indicator>
          <span className={styles.label}>{running.length > 0 ? `${running.length} running` : "Nothing runs"}</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={styles.tray}>
          {query.error && <ErrorState error={query.error} retry={() => void query.refetch()} />}
          {jobs.length === 0 && !query.error && <span>No job has run yet.</span>}
          {jobs.slice(0, Math.max(SHOWN, running.length)).map((job) => (
            <JobProgress key={job.id} job={job} onCancel={() => cancel.mutate(job.id, { onError: notifyError })} />
          ))}
          <Link to="/jobs" onClick={() => setOpened(false)}>
            All jobs
          </Link>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
