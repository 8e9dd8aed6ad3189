import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import { ErrorState, Loading } from "./Page";
import styles from "./parts.module.css";

/** What failed in a job, row by row, each with its reason; a page at a time. */
export function FailedRows({ job }: { job: string }) {
  const query = useInfiniteQuery({
    queryKey: ["jobs", job, "errors"],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => data(api.GET("/api/v1/jobs/{job_id}/errors", { params: { path: { job_id: job }, query: { limit: 100, cursor: pageParam } }, signal })),
    getNextPageParam: (page) => page.cursor,
  });
  if (query.isPending) return <Loading what="what failed" />;
  if (query.error && !query.data) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  return (
    <>
      <ul className={styles.errors} aria-label="What failed">
        {query.data?.pages.flatMap((page, at) =>
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
    .map(([name, value]) => (name === "uri" || name === "where" ? String(value) : `${name} ${String(value)}`))
    .join(", ");
}
