import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api, data, type Schemas } from "@/api/client";
import { DATA, itemSearch } from "../places";
import { ErrorState, Loading } from "./Page";
import styles from "./layout.module.css";

const PAGE = 48;

/** The items of a set as thumbnails, a page at a time. */
export function SetItems({ set, what }: { set: string; what: string }) {
  const query = useInfiniteQuery({
    queryKey: ["set-items", set],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => data(api.POST("/api/v1/search", { body: { filter: { set }, limit: PAGE, cursor: pageParam }, signal })),
    getNextPageParam: (page) => page.cursor,
    staleTime: 60_000,
  });
  if (query.isPending) return <Loading what={what} />;
  if (query.error && !query.data) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <Thumbs items={items} />
      {query.hasNextPage && (
        <Button variant="default" mt="xs" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      )}
    </>
  );
}

export function Thumbs({ items }: { items: readonly Schemas["FoundItem"][] }) {
  return (
    <ul className={styles.thumbs}>
      {items.map((one) => (
        <li key={one.id}>
          <Link to={DATA} search={itemSearch(one.id) as never} className={styles.thumb} title={one.name}>
            {one.thumbnail ? <img src={one.thumbnail} alt="" loading="lazy" /> : <div className={styles.noimage} />}
            <span>{one.name}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
