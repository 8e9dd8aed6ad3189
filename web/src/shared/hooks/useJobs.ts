import { QueryObserver, queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { api, data, type Schemas } from "@/api/client";

export type Job = Schemas["Job"];

const SOON_MS = 1_000;
const LATER_MS = 15_000;

export function isOpen(job: Job): boolean {
  return job.state !== "done" && job.state !== "failed" && job.state !== "cancelled";
}

/** The newest jobs, asked often while one is open. */
export function useRecentJobs() {
  return useQuery({
    queryKey: ["jobs", "recent"],
    queryFn: ({ signal }) => data(api.GET("/api/v1/jobs", { params: { query: { limit: 30 } }, signal })),
    refetchInterval: (query) => (query.state.data?.items.some(isOpen) ? SOON_MS : LATER_MS),
  });
}

const jobQuery = (job_id: string) =>
  queryOptions({
    queryKey: ["jobs", job_id],
    queryFn: ({ signal }) => data(api.GET("/api/v1/jobs/{job_id}", { params: { path: { job_id } }, signal })),
    refetchInterval: (found) => (found.state.data && !isOpen(found.state.data) ? false : SOON_MS),
  });

/** One job, followed until it is over; then `onEnd` once. */
export function useJob(id: string | null | undefined, onEnd?: (job: Job) => void) {
  const query = useQuery({ ...jobQuery(id ?? ""), enabled: !!id });
  const told = useRef<string | null>(null);
  const end = useRef(onEnd);
  useEffect(() => {
    end.current = onEnd;
  });
  const job = query.data;
  useEffect(() => {
    if (job && !isOpen(job) && told.current !== job.id) {
      told.current = job.id;
      end.current?.(job);
    }
  }, [job]);
  return query;
}

/** Call after starting a job: the tray shows it at once. */
export function useJobStarted(): () => void {
  const client = useQueryClient();
  return () => void client.invalidateQueries({ queryKey: ["jobs", "recent"] });
}

/** Follow a job that was just started, also when who started it is gone from the screen: the tray shows it, and `onEnd` is called once. */
export function useFollowed(): (id: string, onEnd: () => void) => void {
  const client = useQueryClient();
  const started = useJobStarted();
  return (id, onEnd) => {
    started();
    const stop = new QueryObserver(client, jobQuery(id)).subscribe(({ data: job }) => {
      if (!job || isOpen(job)) return;
      stop();
      onEnd();
    });
  };
}

/** Cancel a job that is not over. */
export function useCancelJob() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (job_id: string) => data(api.POST("/api/v1/jobs/{job_id}/cancel", { params: { path: { job_id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["jobs"] }),
  });
}
