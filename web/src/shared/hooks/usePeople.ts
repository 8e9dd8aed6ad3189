import { useQuery } from "@tanstack/react-query";
import { api, data, type Schemas } from "@/api/client";
import { everyPage } from "@/api/pages";

/** Everybody of the workspace. */
export function useMembers() {
  return useQuery({
    queryKey: ["members"],
    staleTime: 30_000,
    queryFn: ({ signal }) => everyPage<Schemas["Member"]>((cursor) => data(api.GET("/api/v1/members", { params: { query: { cursor, limit: 200 } }, signal }))),
  });
}

/** The name of a member by id; the id itself where nobody is known by it. */
export function useNames(): (id: string | null | undefined) => string {
  const { data: members } = useMembers();
  return (id) => (id ? (members?.find((one) => one.id === id)?.name ?? id) : "");
}
