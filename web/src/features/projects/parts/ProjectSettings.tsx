import { Button, NumberInput, Textarea, TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { Confirm, ErrorState, Fetched, FormRow, notify, numberOf, Panel, Quiet, Stack } from "@/shared";
import { type Project, useUpdateProject } from "../api";
import { useOntology } from "../settings";
import { ProjectItems } from "./ProjectItems";

/** What leads change of a project: its name, its ontology's version, what it works on, and whether it is over. */
export function ProjectSettings({ found }: { found: Project }) {
  return (
    <Stack>
      <About key={`${found.title}/${found.description}/${found.priority}`} found={found} />
      <Ontology found={found} />
      {!found.archived && <ProjectItems found={found} />}
      <Archive found={found} />
    </Stack>
  );
}

function About({ found }: { found: Project }) {
  const [title, setTitle] = useState(found.title);
  const [description, setDescription] = useState(found.description ?? "");
  const [written, setWritten] = useState<string | number>(found.priority ?? 0.5);
  const priority = numberOf(written);
  const save = useUpdateProject(found.id);
  const isSame = title.trim() === found.title && description === (found.description ?? "") && priority === found.priority;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ title: title.trim(), description, priority }, { onSuccess: () => notify("The project is changed.") });
  };
  return (
    <Panel title="About">
      <form onSubmit={submit}>
        <FormRow>
          <TextInput label="Title" w="20rem" maxLength={200} value={title} onChange={(event) => setTitle(event.currentTarget.value)} />
          <NumberInput label="Priority of new tasks" w="10rem" min={0} max={1} step={0.1} value={written} onChange={setWritten} />
        </FormRow>
        <Textarea label="What it is about" mt="xs" maw="40rem" autosize minRows={2} maxRows={8} maxLength={4_000} value={description} onChange={(event) => setDescription(event.currentTarget.value)} />
        <Button type="submit" mt="xs" loading={save.isPending} disabled={!title.trim() || priority === undefined || isSame}>
          Save
        </Button>
      </form>
      {save.error && <ErrorState error={save.error} />}
    </Panel>
  );
}

function Ontology({ found }: { found: Project }) {
  const query = useOntology(found.ontology);
  const save = useUpdateProject(found.id);
  const [asks, setAsks] = useState(false);
  return (
    <Panel title="Ontology">
      <Fetched query={query} what="the ontology">
        {(ontology) => {
          const newest = ontology.version ?? 1;
          const isBehind = newest > (found.ontology_version ?? 1);
          return (
            <>
              <FormRow>
                <span>
                  <Link to={`/ontologies/${ontology.id}`}>{ontology.name}</Link>, version {found.ontology_version}
                  {isBehind ? ` of ${newest}` : ", the newest"}
                </span>
                {isBehind && !found.archived && <Button onClick={() => setAsks(true)}>Upgrade to version {newest}</Button>}
              </FormRow>
              <Confirm
                title={`Upgrade to version ${newest}`}
                action="Upgrade"
                opened={asks}
                onClose={() => setAsks(false)}
                onConfirm={async () => {
                  await save.mutateAsync({ ontology_version: newest });
                  notify(`The project works with version ${newest} of its ontology.`);
                }}
              >
                What is labelled from now on follows version {newest}; labels that are there stay as they are. A project does not go back to an older version.
              </Confirm>
            </>
          );
        }}
      </Fetched>
    </Panel>
  );
}

function Archive({ found }: { found: Project }) {
  const save = useUpdateProject(found.id);
  const [asks, setAsks] = useState(false);
  const restore = () => save.mutate({ archived: false }, { onSuccess: () => notify(`“${found.title}” is in use again.`) });
  return (
    <Panel title="Archive">
      {found.archived ? (
        <>
          <Quiet>Nothing is changed in an archived project. Its labels, versions and evaluations can be read.</Quiet>
          <Button loading={save.isPending} onClick={restore}>
            Take out of the archive
          </Button>
          {save.error && <ErrorState error={save.error} />}
        </>
      ) : (
        <>
          <Quiet>When the work is over: the project leaves the lists, and can be taken out of the archive again.</Quiet>
          <Button variant="default" onClick={() => setAsks(true)}>
            Archive the project
          </Button>
        </>
      )}
      <Confirm
        title={`Archive “${found.title}”`}
        action="Archive"
        opened={asks}
        onClose={() => setAsks(false)}
        onConfirm={async () => {
          await save.mutateAsync({ archived: true });
          notify(`“${found.title}” is archived.`);
        }}
      >
        Nobody takes or submits its tasks any more. Its labels, versions and evaluations stay.
      </Confirm>
    </Panel>
  );
}
