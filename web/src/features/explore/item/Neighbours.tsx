import { useQuery } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import { ErrorState } from "@/shared";
import styles from "./ItemView.module.css";

const SHOWN = 12;

/** The pictures most like this one. */
export function Neighbours({ item, spaces, open }: { item: string; spaces: readonly string[]; open: (id: string) => void }) {
  const query = useQuery({
    queryKey: ["item", item, "neighbours"],
    enabled: spaces.includes("lite0"),
    staleTime: 60_000,
    queryFn: ({ signal }) => data(api.POST("/api/v1/search/similar", { body: { item, limit: SHOWN }, signal })),
  });
  if (!spaces.includes("lite0")) return <p className={styles.quiet}>Its neighbours are known once its vector is computed.</p>;
  return (
    <section>
      <h3>Most like it</h3>
      {query.error && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      <div className={styles.neighbours}>
        {query.data?.items.map((one) => (
          <button key={one.id} type="button" onClick={() => open(one.id)} aria-label={`Open ${one.name}`} title={`${one.name}, ${one.score?.toFixed(2) ?? ""}`}>
            {one.thumbnail && <img src={one.thumbnail} alt="" />}
          </button>
        ))}
      </div>
    </section>
  );
}
