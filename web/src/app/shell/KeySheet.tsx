import { Modal } from "@mantine/core";
import { chords } from "@/shared/keys/registry";
import { useBindings } from "@/shared/keys/useKeys";
import { Keys } from "@/shared/parts/KeyHint";
import styles from "./Shell.module.css";

/** All living keys by scope. */
export function KeySheet({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const bindings = useBindings().filter((one) => chords(one).length > 0);
  const scopes = [...new Set(bindings.map((one) => one.scope))].reverse();
  return (
    <Modal opened={opened} onClose={onClose} title="Keys on this page" size="xl">
      <div className={styles.sheet}>
        {scopes.map((scope) => (
          <section key={scope}>
            <h3>{scope}</h3>
            <dl>
              {bindings
                .filter((one) => one.scope === scope)
                .map((one) => (
                  <Row key={one.id} title={one.title} keys={chords(one)} />
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}

function Row({ title, keys }: { title: string; keys: readonly string[] }) {
  return (
    <>
      <dt>{title}</dt>
      <dd>
        {keys.map((chord, at) => (
          <span key={chord}>
            {at > 0 && " or "}
            <Keys chord={chord} />
          </span>
        ))}
      </dd>
    </>
  );
}
