import { Button } from "@mantine/core";
import { memo, useMemo } from "react";
import { useFields, usePredictionSets, useProjects } from "../api";
import { type Names, type Node, fieldOf } from "../nodes";
import { Facet } from "./Facet";
import { FolderTree } from "./FolderTree";
import { RangeFilter } from "./RangeFilter";
import { useUrlOpen } from "./useUrlOpen";
import styles from "../Explorer.module.css";

/** Keywords that name one item each, or have a place of their own on the screen. */
const NOT_LISTED = new Set(["id", "content_hash", "phash", "folder", "source", "duplicates.phash", "duplicates.lite0", "seq", "revision", "spaces"]);
const FIRST = ["state", "media_type", "source"];
const OPEN = ["folder", "state", "metrics.brightness", "metrics.sharpness"];

/** Every field that can be counted or measured, with the counts of the current filter. */
export const FilterRail = memo(function FilterRail({ nodes, names, change }: { nodes: Node[]; names: Names; change: (nodes: Node[]) => void }) {
  const fields = useFields().data;
  const projects = useProjects().data;
  const sets = usePredictionSets().data;
  const sections = useMemo(() => {
    const known = (fields ?? []).filter((one) => !NOT_LISTED.has(one.name) || FIRST.includes(one.name));
    const counted = known.filter((one) => one.countable).map((one) => one.name);
    const ranged = known.filter((one) => one.ranged && one.sortable).map((one) => one.name);
    const measured = [...ranged.filter((one) => one.startsWith("metrics.")), ...ranged.filter((one) => !one.startsWith("metrics."))];
    return {
      counted: [...FIRST.filter((one) => counted.includes(one)), ...counted.filter((one) => !FIRST.includes(one))],
      measured,
      owners: [
        ...(projects ?? []).map((one) => ({ id: one.id, title: one.title, fields: ["state", "status", "stage", "classes"].map((key) => `project.${one.id}.${key}`) })),
        ...(sets ?? []).filter((one) => one.state === "ready").map((one) => ({ id: one.id, title: `Predictions of ${one.model_name || one.name}`, fields: [`prediction.${one.id}.classes`] })),
      ],
    };
  }, [fields, projects, sets]);
  const [isOpen, setOpen] = useUrlOpen(OPEN);
  const section = (field: string, isRange: boolean, title = names.field(field)) => {
    const Part = isRange ? RangeFilter : Facet;
    return (
      <details key={field} className={styles.group} open={isOpen(field)} onToggle={(event) => setOpen(field, event.currentTarget.open)}>
        <summary>
          {title}
          {nodes.some((node) => fieldOf(node) === field) && <small>filtered</small>}
        </summary>
        {isOpen(field) && <Part field={field} nodes={nodes} names={names} change={change} />}
      </details>
    );
  };
  return (
    <aside className={styles.rail} aria-label="Filters">
      <details className={styles.group} open={isOpen("folder")} onToggle={(event) => setOpen("folder", event.currentTarget.open)}>
        <summary>Folders</summary>
        {isOpen("folder") && <FolderTree nodes={nodes} change={change} />}
      </details>
      {sections.counted.map((field) => section(field, false))}
      {sections.measured.map((field) => section(field, true))}
      {sections.owners.map((owner) => (
        <section key={owner.id}>
          <h3 className={styles.owner} title={owner.title}>
            {owner.title}
          </h3>
          {owner.fields.map((field) => section(field, false, capital(field.split(".").at(-1) ?? field)))}
        </section>
      ))}
      {nodes.length > 0 && (
        <Button variant="default" fullWidth mt="sm" onClick={() => change([])}>
          Show everything
        </Button>
      )}
    </aside>
  );
});

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
