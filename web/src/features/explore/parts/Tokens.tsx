import { CloseButton, Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import { useResult } from "../api";
import { described, type Names, type Node } from "../nodes";
import type { ChangeView, View } from "../view";
import styles from "../Explorer.module.css";

/** How many items are shown, and why these: one token for each part of the filter. */
export function Tokens({ view, count, names, change }: { view: View; count: number | undefined; names: Names; change: ChangeView }) {
  const { isFetching } = useResult(view);
  const drop = (node: Node) => change({ filter: undefinedIfEmpty(view.filter.filter((one) => one !== node)) });
  return (
    <div className={styles.tokens} aria-label="The filter">
      <span className={styles.count} role="status" data-testid="count">
        {count === undefined ? "…" : `${count.toLocaleString("en")} ${count === 1 ? "item" : "items"}`}
      </span>
      {isFetching && <Loader size={12} role="status" aria-label="Counting" />}
      {view.like !== undefined && <Token label={<>Like <ItemName id={view.like} /></>} name="the likeness" onClose={() => change({ like: undefined })} />}
      {view.text !== undefined && <Token label={`Looks like “${view.text}”`} name="the words" onClose={() => change({ text: undefined })} />}
      {view.filter.map((node) => {
        const label = described(node, names);
        const shown = "set" in node ? <SetName hash={String(node.set)} /> : label;
        return <Token key={JSON.stringify(node)} label={shown} name={label} onClose={() => drop(node)} />;
      })}
    </div>
  );
}

function Token({ label, name, onClose }: { label: React.ReactNode; name: string; onClose: () => void }) {
  return (
    <span className={styles.token}>
      <span>{label}</span>
      <CloseButton size="xs" radius="xl" aria-label={`Remove ${name}`} onClick={onClose} />
    </span>
  );
}

function SetName({ hash }: { hash: string }) {
  const query = useQuery({ queryKey: ["set", hash], staleTime: Infinity, queryFn: ({ signal }) => data(api.GET("/api/v1/sets/{set_hash}", { params: { path: { set_hash: hash } }, signal })) });
  return <>In a set{query.data ? ` of ${query.data.items.toLocaleString("en")}` : ""}</>;
}

function ItemName({ id }: { id: string }) {
  const query = useQuery({ queryKey: ["item", id], queryFn: ({ signal }) => data(api.GET("/api/v1/items/{item_id}", { params: { path: { item_id: id } }, signal })) });
  return <>{query.data?.name ?? "an item"}</>;
}

export function undefinedIfEmpty(nodes: Node[]): Node[] | undefined {
  return nodes.length === 0 ? undefined : nodes;
}
