import { Checkbox, Loader, TextInput } from "@mantine/core";
import { useState } from "react";
import { ErrorState } from "@/shared";
import { useFacet } from "../api";
import { type Names, type Node, toggled, valuesOf } from "../nodes";
import styles from "../Explorer.module.css";

const SHOWN = 12;
const ASKED = 200;

/** The values of a field with how many items have each; several may be chosen. */
export function Facet({ field, nodes, names, change }: { field: string; nodes: Node[]; names: Names; change: (nodes: Node[]) => void }) {
  const query = useFacet(nodes, field, ASKED);
  const [text, setText] = useState("");
  const chosen = valuesOf(nodes, field).map(String);
  if (query.error) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Loader size="xs" m="xs" role="status" aria-label={`Counting ${names.field(field)}`} />;
  const listed = new Set(query.data.map((one) => one.value));
  const all = [...query.data, ...chosen.filter((one) => !listed.has(one)).map((value) => ({ value, items: 0 }))];
  const found = all.filter((one) => names.value(field, one.value).toLowerCase().includes(text.toLowerCase()));
  if (all.length === 0) return <p className={styles.ends}>No item of these has a value.</p>;
  return (
    <>
      {all.length > SHOWN && <TextInput aria-label={`Find a value of ${names.field(field)}`} placeholder={`Find among ${all.length}${query.data.length === ASKED ? " and more" : ""}`} value={text} onChange={(event) => setText(event.currentTarget.value)} mb={4} />}
      <ul className={styles.values}>
        {found.slice(0, SHOWN).map((one) => (
          <li key={one.value}>
            <button type="button" className={styles.value} aria-pressed={chosen.includes(one.value)} onClick={() => change(toggled(nodes, field, typed(one.value)))}>
              <Checkbox.Indicator size="xs" checked={chosen.includes(one.value)} />
              <span title={names.value(field, one.value)}>{names.value(field, one.value)}</span>
              <small>{one.items.toLocaleString("en")}</small>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

/** A facet says booleans as text; a filter takes them as such. */
function typed(value: string): string | boolean {
  return value === "true" ? true : value === "false" ? false : value;
}
