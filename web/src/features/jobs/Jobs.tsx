import { Button, SegmentedControl } from "@mantine/core";
import { asOneOf, asText, EmptyState, ErrorState, Loading, Page, useCancelJob, useSession, useView } from "@/shared";
import { useJobs } from "./api";
import { DeadLetters } from "./parts/DeadLetters";
import { JobRow } from "./parts/JobRow";
import styles from "./Jobs.module.css";

const TABS = ["jobs", "letters"] as const;

/** Jobs with their progress and errors; for admins, what the machinery gave up on. */
export default function Jobs() {
  const [view, change] = useView((raw) => ({ tab: asOneOf(raw.tab, TABS) ?? "jobs", job: asText(raw.job) }));
  const isAdmin = useSession().member.role === "admin";
  return (
    <Page
      title="Jobs"
      aside={
        isAdmin && (
          <SegmentedControl
            aria-label="What to show"
            value={view.tab}
            onChange={(tab) => change({ tab: asOneOf(tab, TABS) })}
            data={[
              { value: "jobs", label: "Jobs" },
              { value: "letters", label: "Dead letters" },
            ]}
          />
        )
      }
    >
      {view.tab === "letters" && isAdmin ? <DeadLetters /> : <List opened={view.job} open={(job) => change({ job }, { replace: true })} />}
    </Page>
  );
}

function List({ opened, open }: { opened: string | undefined; open: (job: string | undefined) => void }) {
  const query = useJobs();
  const cancel = useCancelJob();
  const jobs = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (query.isPending) return <Loading what="jobs" />;
  if (query.error && jobs.length === 0) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (jobs.length === 0) {
    return <EmptyState title="No job has run yet">Uploads, exports, imports, maps and evaluations run as jobs; they appear here with their progress.</EmptyState>;
  }
  return (
    <div className={styles.list}>
      {cancel.error && <ErrorState error={cancel.error} />}
      {jobs.map((job) => (
        <JobRow key={job.id} job={job} opened={job.id === opened} onOpen={(is) => open(is ? job.id : undefined)} onCancel={() => cancel.mutate(job.id)} />
      ))}
      {query.hasNextPage && (
        <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show older jobs
        </Button>
      )}
    </div>
  );
}
