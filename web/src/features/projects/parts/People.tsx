import { MultiSelect, Select, Table } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { ErrorState, Fetched, groupsQuery, Quiet, useMembers } from "@/shared";
import { type Role, ROLES, useProjectMembers, useSetRoles } from "../api";

/** Who works here, and as what. A change of roles is saved at once. */
export function People({ project, mayChange }: { project: string; mayChange: boolean }) {
  const query = useProjectMembers(project);
  const { data: members } = useMembers();
  const { data: groups } = useQuery(groupsQuery);
  const save = useSetRoles(project);
  const nameOf = (subject: string) => {
    const [kind, id] = subject.split(":");
    if (kind === "group") return `${groups?.find((one) => one.id === id)?.name ?? id} (group)`;
    return members?.find((one) => one.id === id)?.name ?? id ?? subject;
  };
  return (
    <Fetched query={query} what="people">
      {(found) => {
        const there = new Set(found.map((one) => one.subject));
        const others = [
          ...(members ?? []).filter((one) => one.active !== false).map((one) => ({ value: `user:${one.id}`, label: one.name })),
          ...(groups ?? []).filter((one) => !one.deleted).map((one) => ({ value: `group:${one.id}`, label: `${one.name} (group)` })),
        ].filter((one) => !there.has(one.value));
        return (
          <>
            {save.error && <ErrorState error={save.error} />}
            <Table maw="48rem">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Who</Table.Th>
                  <Table.Th>Roles</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {found.map((one) => (
                  <Table.Tr key={one.subject}>
                    <Table.Td>{nameOf(one.subject)}</Table.Td>
                    <Table.Td>
                      {mayChange ? (
                        <MultiSelect aria-label={`Roles of ${nameOf(one.subject)}`} data={[...ROLES]} value={one.roles} onChange={(roles) => save.mutate({ subject: one.subject, roles: roles as Role[] })} />
                      ) : (
                        one.roles.join(", ")
                      )}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
            {mayChange && others.length > 0 && (
              <Select label="Add a member or a group, as annotator" placeholder="Who" searchable w="20rem" mt="sm" value={null} data={others} onChange={(subject) => subject && save.mutate({ subject, roles: ["annotator"] })} />
            )}
            {mayChange && <Quiet>Without any role somebody leaves the project.</Quiet>}
          </>
        );
      }}
    </Fetched>
  );
}
