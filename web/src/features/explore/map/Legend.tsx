import { fieldOf, toggled, valuesOf, without, type Names, type Node } from "../nodes";
import { undefinedIfEmpty } from "../parts/Tokens";
import type { ChangeView } from "../view";
import { BEHINDS, OTHERS, type Group } from "./groups";
import styles from "./MapPane.module.css";

interface Props {
  field: string;
  groups: readonly Group[];
  colours: readonly string[];
  scheme: "light" | "dark";
  nodes: readonly Node[];
  names: Names;
  change: ChangeView;
}

/** Which colour is what; each is a button that filters by it, so that a group can be taken by keys, too. */
export function Legend({ field, groups, colours, scheme, nodes, names, change }: Props) {
  const isFiltered = (one: Group) => ("value" in one.of ? valuesOf(nodes, field).map(String).includes(String(one.of.value)) : nodes.some((node) => JSON.stringify(node) === JSON.stringify(one.node)));
  const take = (one: Group) => {
    const next = "value" in one.of ? toggled(nodes, field, valueOf(one)) : isFiltered(one) ? without(nodes, field) : [...without(nodes, field), one.node];
    change({ filter: undefinedIfEmpty(next) });
  };
  const isAny = nodes.some((node) => fieldOf(node) === field);
  return (
    <ul className={styles.legend} aria-label={`Colours: ${names.field(field)}`}>
      <li className={styles.title}>{names.field(field)}</li>
      {groups.map((one, at) => (
        <li key={JSON.stringify(one.node)}>
          <button type="button" aria-pressed={isFiltered(one)} data-dim={(isAny && !isFiltered(one)) || undefined} onClick={() => take(one)} title="Filter by it">
            <i style={{ background: colours[at] }} />
            <span>{"value" in one.of ? names.value(field, one.of.value) : `${names.value(field, one.of.from)} to ${names.value(field, one.of.to)}`}</span>
            <small>{one.count.toLocaleString("en")}</small>
          </button>
        </li>
      ))}
      {groups.length === 0 && <li>No item has a value.</li>}
      <li>
        <i style={{ background: OTHERS[scheme] }} />
        other or none
      </li>
      {nodes.length > 0 && (
        <li>
          <i style={{ background: BEHINDS[scheme] }} />
          not in the filter
        </li>
      )}
    </ul>
  );
}

/** The value as the filter takes it, such as a truth that facets write out. */
function valueOf(one: Group): string | number | boolean {
  return (one.node as { in: { v: (string | number | boolean)[] } }).in.v[0] ?? "";
}
