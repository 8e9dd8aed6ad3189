import { useQuery } from "@tanstack/react-query";
import { folderPathQuery, type Item } from "../api";
import styles from "./editor.module.css";

/** Where the item comes from and what is known of it. */
export function ItemPanel({ item }: { item: Item }) {
  const folders = useQuery(folderPathQuery(item.folder));
  const facts: [string, string][] = [
    ["File", item.name],
    ["Folder", folders.data ? folders.data.map((one) => one.name).join(" / ") || "All" : folders.error ? "not yours to see" : "…"],
    ["Key", item.key],
    ["Size", item.width && item.height ? `${item.width} × ${item.height} px` : "unknown"],
    ["Taken", item.captured_at ? new Date(item.captured_at).toLocaleString() : "unknown"],
  ];
  const metadata = Object.entries(item.metadata ?? {});
  return (
    <section className={styles.section} aria-label="The item">
      <h2 className={styles.heading}>Item</h2>
      <Facts of={facts} />
      <h2 className={styles.heading}>Metadata</h2>
      {metadata.length > 0 ? <Facts of={metadata.map(([key, value]) => [key, typeof value === "object" ? JSON.stringify(value) : String(value)])} /> : <p className={styles.quiet}>None is set.</p>}
    </section>
  );
}

function Facts({ of }: { of: readonly (readonly [string, string])[] }) {
  return (
    <dl className={styles.list}>
      {of.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
