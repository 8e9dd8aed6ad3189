import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { Schemas } from "@/api/client";
import type { Names } from "../nodes";
import { bytes, short } from "../names";
import styles from "./ItemView.module.css";

/** Metadata, metrics, and where it comes from. */
export function Facts({ item, names, onEdit }: { item: Schemas["Item"]; names: Names; onEdit: () => void }) {
  const metadata = Object.entries(item.metadata ?? {});
  const metrics = Object.entries(item.metrics ?? {});
  const exif = Object.entries(item.exif ?? {});
  return (
    <>
      <section>
        <h3>
          Metadata
          <Button variant="subtle" onClick={onEdit}>
            Edit
          </Button>
        </h3>
        {metadata.length === 0 ? <p className={styles.quiet}>None yet.</p> : <List rows={metadata.map(([key, value]) => [names.field(`meta.${key}`), said(value)])} />}
      </section>
      <section>
        <h3>Picture</h3>
        <List
          rows={[
            ["Size", item.width && item.height ? `${item.width} × ${item.height} px` : "not read yet"],
            ["File", [item.media_type, item.size_bytes ? bytes(item.size_bytes) : null].filter(Boolean).join(", ")],
            ["Captured", item.captured_at ? new Date(item.captured_at).toLocaleString() : "not known"],
            ...metrics.map(([key, value]): [string, ReactNode] => [names.field(`metrics.${key}`), short(value)]),
          ]}
        />
      </section>
      <section>
        <h3>Provenance</h3>
        <List
          rows={[
            ["Folder", names.value("folder", item.folder)],
            ["Key", item.key],
            ["Source", names.value("source", item.source)],
            ["Revision", String(item.revision)],
            ["State", item.reason ? `${item.state}: ${item.reason}` : item.state],
            ["Content", item.content_hash ?? "not read yet"],
            ["Registered", new Date(item.created_at).toLocaleString()],
            ["Changed", new Date(item.updated_at).toLocaleString()],
            ["Item", item.id],
            ["Searchable", item.indexed_rev === item.rev ? "as shown" : "the newest change is on its way"],
          ]}
        />
      </section>
      {exif.length > 0 && (
        <details>
          <summary>EXIF ({exif.length})</summary>
          <List rows={exif.map(([key, value]) => [key, said(value)])} />
        </details>
      )}
    </>
  );
}

function List({ rows }: { rows: [string, ReactNode][] }) {
  return (
    <dl className={styles.facts}>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function said(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
