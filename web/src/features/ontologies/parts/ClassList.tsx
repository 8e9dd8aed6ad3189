import { Badge } from "@mantine/core";
import type { OntologyClass } from "../api";
import styles from "../ontologies.module.css";

export function ClassList({ classes, chosen, onChoose }: { classes: readonly OntologyClass[]; chosen: string | undefined; onChoose: (id: string) => void }) {
  return (
    <ul className={styles.classes}>
      {classes.map((one) => (
        <li key={one.id}>
          <button type="button" className={styles.class} aria-pressed={one.id === chosen} data-archived={one.archived || undefined} onClick={() => onChoose(one.id)}>
            <span className={styles.swatch} style={{ background: one.colour }} />
            <span className={styles.grow}>{one.name}</span>
            {one.archived && <Badge color="gray">archived</Badge>}
            {one.hotkey && <kbd>{one.hotkey}</kbd>}
          </button>
        </li>
      ))}
    </ul>
  );
}
