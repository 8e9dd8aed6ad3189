import { Button, MultiSelect, Select, TextInput } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { asText, ErrorState, FormRow, notify, Page, Panel, Quiet, Stack, useMembers, useSession, useView } from "@/shared";
import { type Role, ROLES } from "./api";
import { useChoices, useCreateProject } from "./creating";

/** A project in one go: what to work on, with which ontology, by whom. */
export default function NewProject() {
  const [given] = useView((raw) => ({ collection: asText(raw.collection), dataset: asText(raw.dataset) }));
  const { collections, datasets, ontologies } = useChoices();
  const { data: members } = useMembers();
  const me = useSession().member;
  const navigate = useNavigate();
  const [title, setTitle] = useState("");
  const [items, setItems] = useState<string | null>(given.collection ? `collection:${given.collection}` : given.dataset ? `dataset:${given.dataset}` : null);
  const [ontology, setOntology] = useState<string | null>(null);
  const [people, setPeople] = useState<{ subject: string; roles: Role[] }[]>([]);
  const create = useCreateProject(collections.data ?? []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(
      { title: title.trim(), items: items ?? "", ontology: ontology ?? "", people: people.filter((one) => one.roles.length > 0) },
      {
        onSuccess: (made) => {
          notify("The project is there; its tasks are being opened.");
          void navigate({ to: `/projects/${made.id}` });
        },
      },
    );
  };
  const failed = collections.error ?? datasets.error ?? ontologies.error;
  const others = (members ?? []).filter((one) => one.active !== false && one.id !== me.id && !people.some((other) => other.subject === `user:${one.id}`));
  return (
    <Page title="New project">
      {failed && <ErrorState error={failed} retry={() => [collections, datasets, ontologies].forEach((one) => void one.refetch())} />}
      <form onSubmit={submit}>
        <Stack>
          <Panel title="What to work on">
            <FormRow>
              <TextInput label="Title" required w="18rem" value={title} onChange={(event) => setTitle(event.currentTarget.value)} />
              <Select
                label="Items"
                required
                searchable
                w="18rem"
                placeholder="A collection or dataset"
                value={items}
                onChange={setItems}
                data={[
                  { group: "Collections", items: (collections.data ?? []).filter((one) => !one.archived).map((one) => ({ value: `collection:${one.id}`, label: `${one.name} (${one.items ?? 0})` })) },
                  { group: "Datasets", items: (datasets.data ?? []).filter((one) => !one.archived).map((one) => ({ value: `dataset:${one.id}`, label: `${one.title} (${one.items ?? 0})` })) },
                ]}
              />
              <Select
                label="Ontology"
                required
                searchable
                w="18rem"
                placeholder="What may be labelled"
                value={ontology}
                onChange={setOntology}
                data={(ontologies.data ?? []).map((one) => ({ value: one.id, label: `${one.name} (${one.classes?.length ?? 0} classes)` }))}
              />
            </FormRow>
            {collections.data?.length === 0 && datasets.data?.length === 0 && (
              <Quiet>
                There is no collection yet. <Link to="/explore">Choose items and put them into one first.</Link>
              </Quiet>
            )}
            {ontologies.data?.length === 0 && (
              <Quiet>
                There is no ontology yet. <Link to="/ontologies">Make one first.</Link>
              </Quiet>
            )}
          </Panel>
          <Panel title="Who works in it">
            <Quiet>You lead the project. Who reviews does not see their own work for review, unless nobody else is in it.</Quiet>
            {people.map((one) => (
              <FormRow key={one.subject}>
                <MultiSelect
                  label={`Roles of ${members?.find((member) => `user:${member.id}` === one.subject)?.name ?? one.subject}`}
                  w="24rem"
                  data={[...ROLES]}
                  value={one.roles}
                  onChange={(roles) => setPeople((before) => before.map((other) => (other.subject === one.subject ? { ...other, roles: roles as Role[] } : other)))}
                />
                <Button variant="default" onClick={() => setPeople((before) => before.filter((other) => other.subject !== one.subject))}>
                  Remove
                </Button>
              </FormRow>
            ))}
            {others.length > 0 && (
              <Select
                label="Add somebody"
                placeholder="A member"
                searchable
                w="18rem"
                mt="xs"
                value={null}
                data={others.map((one) => ({ value: `user:${one.id}`, label: one.name }))}
                onChange={(subject) => subject && setPeople((before) => [...before, { subject, roles: ["annotator"] }])}
              />
            )}
          </Panel>
          {create.error && <ErrorState error={create.error} />}
          <div>
            <Button type="submit" disabled={!title.trim() || !items || !ontology} loading={create.isPending}>
              Make the project
            </Button>
          </div>
        </Stack>
      </form>
    </Page>
  );
}
