import { Button, MultiSelect, Table, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { Confirm, EmptyState, ErrorState, Fetched, FormRow, Stack, useMembers } from "@/shared";
import { type Group, useAddGroup, useDeleteGroup, useGroups, useJoin } from "../api";

/** Groups are given roles and folders like people. */
export function Groups({ isAdmin }: { isAdmin: boolean }) {
  const query = useGroups();
  const { data: members } = useMembers();
  const add = useAddGroup();
  const join = useJoin();
  const remove = useDeleteGroup();
  const [name, setName] = useState("");
  const [going, setGoing] = useState<Group | null>(null);
  const leaving = (members ?? []).filter((one) => going && one.groups?.includes(going.id));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate(name.trim(), { onSuccess: () => setName("") });
  };
  const changed = (group: string, before: readonly string[], after: readonly string[]) => {
    for (const member of after.filter((one) => !before.includes(one))) join.mutate({ group, member, isIn: true });
    for (const member of before.filter((one) => !after.includes(one))) join.mutate({ group, member, isIn: false });
  };
  return (
    <Stack>
      {isAdmin && (
        <form onSubmit={submit}>
          <FormRow>
            <TextInput label="New group" w="14rem" value={name} onChange={(event) => setName(event.currentTarget.value)} />
            <Button type="submit" disabled={!name.trim()} loading={add.isPending}>
              Make the group
            </Button>
          </FormRow>
        </form>
      )}
      {(add.error ?? join.error) && <ErrorState error={add.error ?? join.error} />}
      <Fetched query={query} what="groups">
        {(groups) =>
          groups.length === 0 ? (
            <EmptyState title="No group yet">A group has roles in projects and folders, and everybody in it has them.</EmptyState>
          ) : (
            <Table maw="56rem">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Group</Table.Th>
                  <Table.Th>Who is in it</Table.Th>
                  <Table.Th aria-label="What to do" />
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {groups.map((group) => {
                  const inIt = (members ?? []).filter((one) => one.groups?.includes(group.id));
                  return (
                    <Table.Tr key={group.id}>
                      <Table.Td>{group.name}</Table.Td>
                      <Table.Td>
                        {isAdmin ? (
                          <MultiSelect aria-label={`Members of ${group.name}`} searchable data={(members ?? []).map((one) => ({ value: one.id, label: one.name }))} value={inIt.map((one) => one.id)} onChange={(after) => changed(group.id, inIt.map((one) => one.id), after)} />
                        ) : (
                          inIt.map((one) => one.name).join(", ")
                        )}
                      </Table.Td>
                      <Table.Td>
                        {isAdmin && (
                          <Button size="compact-xs" variant="subtle" aria-label={`Delete ${group.name}`} onClick={() => setGoing(group)}>
                            Delete
                          </Button>
                        )}
                      </Table.Td>
                    </Table.Tr>
                  );
                })}
              </Table.Tbody>
            </Table>
          )
        }
      </Fetched>
      <Confirm title={`Delete “${going?.name}”`} action="Delete the group" danger opened={going !== null} onClose={() => setGoing(null)} onConfirm={() => remove.mutateAsync({ id: going?.id ?? "", members: leaving.map((one) => one.id) })}>
        {leaving.length === 0 ? "Nobody is in it." : `${leaving.map((one) => one.name).join(", ")} ${leaving.length === 1 ? "is" : "are"} taken out of it, and ${leaving.length === 1 ? "loses" : "lose"} what they had only by it.`}
      </Confirm>
    </Stack>
  );
}
