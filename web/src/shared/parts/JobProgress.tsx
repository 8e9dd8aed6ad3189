import { ActionIcon, Badge, Progress } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import type { Schemas } from "@/api/client";
import styles from "./parts.module.css";

type Job = Schemas["Job"];

const TONES: Record<Job["state"], string> = { requested: "gray", running: "teal", finishing: "teal", settling: "teal", done: "green", failed: "red", cancelled: "gray" };

/** A job in a line: its title, state, progress and, while it is open, a way to cancel it. */
export function JobProgress({ job, onCancel }: { job: Job; onCancel?: () => void }) {
  const isOver = job.state === "done" || job.state === "failed" || job.state === "cancelled";
  const share = job.total ? (100 * (job.done ?? 0)) / job.total : 0;
  return (
    <div className={styles.job}>
      <div className={styles.jobline}>
        <span title={job.title}>{job.title}</span>
        {!isOver && job.total ? (
          <span className={styles.quiet}>
            {(job.done ?? 0).toLocaleString("en")} / {job.total.toLocaleString("en")}
          </span>
        ) : null}
        <Badge color={TONES[job.state ?? "requested"]}>{job.state}</Badge>
        {!isOver && onCancel && (
          <ActionIcon aria-label={`Cancel ${job.title}`} onClick={onCancel}>
            <IconX size={14} />
          </ActionIcon>
        )}
      </div>
      {!isOver && <Progress value={job.total ? share : 100} animated={!job.total} striped={!job.total} size="xs" aria-label={`Progress of ${job.title}`} />}
      {job.reason && <span className={styles.bad}>{job.reason}</span>}
    </div>
  );
}
