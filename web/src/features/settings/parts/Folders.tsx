import { Button, Select, Table } from "@mantine/core";
import { asOneOf, asText, ErrorState, Fetched, Quiet, Stack, useMembers, useView } from "@/shared";
import { useFolders, useGrants, useGroups, useSetGrant } from "../api";

const ROLES = ["viewer", "editor", "admin"] as const;

/** Who sees a folder and what is under it, and where that comes from. */
export function Folders() {
  const query = useFolders();
  const [view, change] = useView((raw) => ({ folder: asText(raw.folder) }));
  return (
    <Fetched query={query} what="folders">
      {(folders) => {
        const byId = new Map(folders.map((one) => [one.id, one]));
        const pathOf = (id: string): string => {
          const one = byId.get(id);
          return one?.parent && byId.has(one.parent) ? `${pathOf(one.parent)} / ${one.name}` : (one?.name ?? id);
        };
        const chosen = byId.get(view.folder ?? "") ?? folders.find((one) => !one.parent) ?? folders[0];
        return (
          <Stack>
            <Select label="Folder" searchable w="24rem" data={folders.map((one) => ({ value: one.id, label: pathOf(one.id) || "the root" }))} value={chosen?.id ?? null} onChange={(folder) => change({ folder: folder ?? undefined }, { replace: true })} />
            {chosen && <Grants folder={chosen.id} mayChange={chosen.role === "admin"} />}
          </Stack>
        );
      }}
    </Fetched>
  );
}

function Grants({ folder, mayChange }: { folder: string; mayChange: boolean }) {
  const query = useGrants(folder);
  const { data: members } = useMembers();
  const { data: groups } = useGroups();
  const save = useSetGrant();
  const nameOf = (subject: string) => {
    const [kind, id] = subject.split(":");
    return kind === "group" ? `${groups?.find((one) => one.id === id)?.name ?? id} (group)` : (members?.find((one) => one.id === id)?.name ?? id ?? subject);
  };
  return (
    <Fetched query={query} what="grants">
      {(grants) => {
        const there = new Set(grants.filter((one) => one.folder === folder).map((one) => one.subject));
        const others = [
          ...(members ?? []).map((one) => ({ value: `user:${one.id}`, label: one.name })),
          ...(groups ?? []).map((one) => ({ value: `group:${one.id}`, label: `${one.name} (group)` })),
        ].filter((one) => !there.has(one.value));
        return (
          <>
            {save.error && <ErrorState error={save.error} />}
            {grants.length === 0 ? (
              <Quiet>Only admins of the workspace see this folder.</Quiet>
            ) : (
              <Table maw="52rem">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>Who</Table.Th>
                    <Table.Th>As</Table.Th>
                    <Table.Th>From</Table.Th>
                    <Table.Th aria-label="What to do" />
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {grants.map((one) => {
                    const isOwn = one.folder === folder;
                    return (
                      <Table.Tr key={`${one.folder}${one.subject}${one.via}`}>
                        <Table.Td>{one.name || nameOf(one.subject)}</Table.Td>
                        <Table.Td>
                          {mayChange && isOwn ? (
                            <Select aria-label={`Role of ${nameOf(one.subject)}`} w="7rem" data={[...ROLES]} value={one.role} onChange={(role) => save.mutate({ folder, subject: one.subject, role: asOneOf(role, ROLES) ?? "viewer" })} />
                          ) : (
                            one.role
                          )}
                        </Table.Td>
                        <Table.Td>{isOwn ? "this folder" : "a folder above"}</Table.Td>
                        <Table.Td>
                          {mayChange && isOwn && (
                            <Button size="compact-xs" variant="subtle" aria-label={`Remove ${nameOf(one.subject)} from this folder`} onClick={() => save.mutate({ folder, subject: one.subject, role: null })}>
                              Remove
                            </Button>
                          )}
                        </Table.Td>
                      </Table.Tr>
                    );
                  })}
                </Table.Tbody>
              </Table>
            )}
            {mayChange && <Select label="Let somebody see it" placeholder="A member or a group" searchable w="20rem" mt="sm" value={null} data={others} onChange={(subject) => subject && save.mutate({ folder, subject, role: "viewer" })} />}
          </>
        );
      }}
    </Fetched>
  );
}
