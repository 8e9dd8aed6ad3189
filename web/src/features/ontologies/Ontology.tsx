import { Badge, Button, Checkbox, TextInput } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { sentence } from "@/api/client";
import { asText, Fetched, FetchedPage, notify, Page, Panel, Quiet, useNames, useView } from "@/shared";
import { type Change, type Ontology as Found, useChangeOntology, useOntology, useOntologyVersions } from "./api";
import styles from "./ontologies.module.css";
import { ClassEditor } from "./parts/ClassEditor";
import { ClassList } from "./parts/ClassList";
import { Preview } from "./parts/Preview";

/** One ontology: its classes with their attributes, and how a labeller will see them. Every save is a version. */
export default function Ontology() {
  const { ontologyId } = useParams({ strict: false }) as { ontologyId: string };
  const query = useOntology(ontologyId);
  return (
    <FetchedPage query={query} what="the ontology" title="Ontology" list={{ to: "/ontologies", title: "To the ontologies" }}>
      {(found) => <Shown found={found} />}
    </FetchedPage>
  );
}

function Shown({ found }: { found: Found }) {
  const [view, change] = useView((raw) => ({ class: asText(raw.class) }));
  const save = useChangeOntology(found.id);
  const classes = found.classes ?? [];
  const chosen = classes.find((one) => one.id === view.class) ?? classes[0];
  const apply = (changes: Change[], done?: (after: Found) => void) =>
    save.mutate(changes, {
      onSuccess: (after) => {
        notify(`Saved as version ${after.version}.`);
        done?.(after);
      },
    });
  return (
    <Page title={found.name} aside={<Badge>version {found.version}</Badge>}>
      {save.error && (
        <p role="alert" style={{ color: "var(--bad)" }}>
          {sentence(save.error)}
        </p>
      )}
      <div className={styles.layout}>
        <Panel title={`Classes (${classes.length})`}>
          <ClassList classes={classes} chosen={chosen?.id} onChoose={(id) => change({ class: id }, { replace: true })} />
          <AddClass
            busy={save.isPending}
            onAdd={(name, isWhole, done) =>
              apply([{ op: "add-class", add: { name, shapes: isWhole ? [] : ["box", "polygon"] } }], (after) => {
                change({ class: after.classes?.at(-1)?.id }, { replace: true });
                done();
              })
            }
          />
        </Panel>
        {chosen ? (
          <ClassEditor key={chosen.id} found={chosen} onSave={apply} busy={save.isPending} />
        ) : (
          <Panel title="No class yet">
            <Quiet>Name a class on the left. A class without shapes is a classification of the whole picture.</Quiet>
          </Panel>
        )}
        <div className={styles.form}>
          {chosen && <Preview key={chosen.id} found={chosen} />}
          <Versions id={found.id} />
        </div>
      </div>
    </Page>
  );
}

function AddClass({ onAdd, busy }: { onAdd: (name: string, isWhole: boolean, done: () => void) => void; busy: boolean }) {
  const [name, setName] = useState("");
  const [isWhole, setIsWhole] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onAdd(name.trim(), isWhole, () => setName((now) => (now === name ? "" : now)));
  };
  return (
    <form onSubmit={submit} className={styles.form}>
      <TextInput aria-label="Name of the new class" placeholder="Name of the new class" value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <Checkbox label="about the whole picture" checked={isWhole} onChange={(event) => setIsWhole(event.currentTarget.checked)} />
      <Button type="submit" disabled={!name.trim()} loading={busy}>
        Add class
      </Button>
    </form>
  );
}

function Versions({ id }: { id: string }) {
  const query = useOntologyVersions(id);
  const nameOf = useNames();
  return (
    <Panel title="Versions">
      <Fetched query={query} what="versions">
        {(all) => (
          <ul className={styles.classes}>
            {[...all]
              .sort((a, b) => (b.version ?? 0) - (a.version ?? 0))
              .map((one) => (
                <li key={one.version}>
                  {one.version}: {one.classes?.length ?? 0} classes, {nameOf(one.created_by)}, {new Date(one.created_at ?? 0).toLocaleString()}
                </li>
              ))}
          </ul>
        )}
      </Fetched>
    </Panel>
  );
}
