import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import { isOpen } from "@/shared";

export function useJobs() {
  return useInfiniteQuery({
    queryKey: ["jobs", "all"],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => data(api.GET("/api/v1/jobs", { params: { query: { limit: 50, cursor: pageParam } }, signal })),
    getNextPageParam: (page) => page.cursor,
    refetchInterval: (query) => (query.state.data?.pages[0]?.items.some(isOpen) ? 2_000 : 20_000),
  });
}

export function useDeadLetters() {
  return useInfiniteQuery({
    queryKey: ["dead-letters"],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => data(api.GET("/api/v1/dead-letters", { params: { query: { limit: 100, cursor: pageParam } }, signal })),
    getNextPageParam: (page) => page.cursor,
  });
}

export function useMoveLetters(to: "resend" | "discard") {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (ids: string[]) => data(api.POST(`/api/v1/dead-letters/${to}`, { body: { ids } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["dead-letters"] }),
  });
}
