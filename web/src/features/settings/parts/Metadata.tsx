import { Button, Select, Table, TagsInput, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { asOneOf, Confirm, EmptyState, ErrorState, Fetched, FormRow, Panel, Quiet, Stack } from "@/shared";
import { useDeleteKey, useMetadata, usePutKey } from "../api";

const TYPES = ["string", "text", "number", "boolean", "datetime", "enum", "uuid", "geospatial"] as const;

/** Which metadata items have, each with a type that its values are held to. */
export function Metadata({ isAdmin }: { isAdmin: boolean }) {
  const query = useMetadata();
  const remove = useDeleteKey();
  const [going, setGoing] = useState<string | null>(null);
  return (
    <Stack>
      {isAdmin && <Add />}
      <Fetched query={query} what="the schema">
        {(schema) => {
          const keys = Object.entries(schema.keys ?? {}).filter(([, one]) => !one.deleted);
          return keys.length === 0 ? (
            <EmptyState title="No metadata yet">Facts of your own about items: city, weather, camera. They are filtered, sliced and edited like the others.</EmptyState>
          ) : (
            <Table maw="52rem">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Key</Table.Th>
                  <Table.Th>Type</Table.Th>
                  <Table.Th>Values</Table.Th>
                  <Table.Th aria-label="What to do" />
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {keys.map(([key, one]) => (
                  <Table.Tr key={key}>
                    <Table.Td title={one.title}>{key}</Table.Td>
                    <Table.Td>{one.type}</Table.Td>
                    <Table.Td>{one.values?.join(", ")}</Table.Td>
                    <Table.Td>
                      {isAdmin && (
                        <Button size="compact-xs" variant="subtle" aria-label={`Delete ${key}`} onClick={() => setGoing(key)}>
                          Delete
                        </Button>
                      )}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          );
        }}
      </Fetched>
      <Confirm title={`Delete “${going}”`} action="Delete the key" danger opened={going !== null} onClose={() => setGoing(null)} onConfirm={() => remove.mutateAsync(going ?? "")}>
        Items keep their values, but nobody sees them or filters by them any more.
      </Confirm>
    </Stack>
  );
}

function Add() {
  const put = usePutKey();
  const [key, setKey] = useState("");
  const [type, setType] = useState<(typeof TYPES)[number]>("string");
  const [values, setValues] = useState<string[]>([]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    put.mutate({ key: key.trim(), type, values: type === "enum" ? values : [] }, { onSuccess: () => setKey("") });
  };
  return (
    <Panel title="New key">
      <form onSubmit={submit}>
        <FormRow>
          <TextInput label="Key" w="14rem" value={key} onChange={(event) => setKey(event.currentTarget.value)} />
          <Select label="Type" w="9rem" data={[...TYPES]} value={type} onChange={(value) => setType(asOneOf(value, TYPES) ?? "string")} />
          {type === "enum" && <TagsInput label="Values" w="20rem" acceptValueOnBlur value={values} onChange={setValues} />}
          <Button type="submit" disabled={!key.trim() || (type === "enum" && values.length === 0)} loading={put.isPending}>
            Add key
          </Button>
        </FormRow>
      </form>
      {put.error && <ErrorState error={put.error} />}
      <Quiet>A key's type cannot change once it is there.</Quiet>
    </Panel>
  );
}
