import { Badge, Button, Checkbox, Code, Group, Modal, Select, Table, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { ErrorState, Fetched, FormRow, notifyError, Panel, Quiet, Stack, useMembers, useSession } from "@/shared";
import { type Member, useAddMember, useChangeMember, useSignInLink } from "../api";

/** Everybody of the workspace; admins add people and give them their way in. */
export function Members({ isAdmin }: { isAdmin: boolean }) {
  const query = useMembers();
  const change = useChangeMember();
  const link = useSignInLink();
  const { member: me, signsIn } = useSession();
  const [edited, setEdited] = useState<Member | null>(null);
  return (
    <Stack>
      {isAdmin && <Add />}
      {link.data && (
        <p role="status">
          Give this link to {query.data?.find((one) => one.id === link.variables)?.name}; it signs in once: <Code>{link.data.url}</Code>
        </p>
      )}
      {change.error && <ErrorState error={change.error} />}
      <Fetched query={query} what="members">
        {(members) => (
          <Table maw="60rem">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Name</Table.Th>
                <Table.Th>Email</Table.Th>
                <Table.Th>Role</Table.Th>
                <Table.Th>State</Table.Th>
                <Table.Th aria-label="What to do" />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {members.map((one) => (
                <Row key={one.id} one={one} mayEdit={isAdmin} mayChange={isAdmin && one.id !== me.id} hasLinks={signsIn === "local"} onEdit={() => setEdited(one)} onChange={(said) => change.mutate({ id: one.id, ...said })} onLink={() => link.mutate(one.id, { onError: notifyError })} />
              ))}
            </Table.Tbody>
          </Table>
        )}
      </Fetched>
      {edited && <Edit one={edited} onClose={() => setEdited(null)} />}
    </Stack>
  );
}

/** A member's name, and the address that they sign in with. */
function Edit({ one, onClose }: { one: Member; onClose: () => void }) {
  const [name, setName] = useState(one.name);
  const [email, setEmail] = useState(one.email ?? "");
  const save = useChangeMember();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ id: one.id, name: name.trim(), ...(email.trim() && { email: email.trim() }) }, { onSuccess: onClose });
  };
  return (
    <Modal opened onClose={onClose} title={`Change ${one.name}`}>
      <form onSubmit={submit}>
        <TextInput label="Name" data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <TextInput label="Email" type="email" mt="xs" value={email} onChange={(event) => setEmail(event.currentTarget.value)} />
        {save.error && <ErrorState error={save.error} />}
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={!name.trim()} loading={save.isPending}>
            Save
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

function Row({ one, mayEdit, mayChange, hasLinks, onEdit, onChange, onLink }: { one: Member; mayEdit: boolean; mayChange: boolean; hasLinks: boolean; onEdit: () => void; onChange: (said: { role?: Member["role"]; active?: boolean }) => void; onLink: () => void }) {
  return (
    <Table.Tr>
      <Table.Td>
        {one.name} {one.service && <Badge color="gray">service</Badge>}
      </Table.Td>
      <Table.Td>{one.email}</Table.Td>
      <Table.Td>
        {mayChange ? (
          <Select aria-label={`Role of ${one.name}`} w="7rem" data={["member", "admin"]} value={one.role ?? "member"} onChange={(role) => onChange({ role: role === "admin" ? "admin" : "member" })} />
        ) : (
          one.role
        )}
      </Table.Td>
      <Table.Td>{one.active === false ? <Badge color="gray">shut out</Badge> : "active"}</Table.Td>
      <Table.Td>
        {mayEdit && (
          <Button size="compact-xs" variant="subtle" aria-label={`Change ${one.name}`} onClick={onEdit}>
            Change
          </Button>
        )}
        {mayChange && (
          <>
            {hasLinks && (
              <Button size="compact-xs" variant="subtle" aria-label={`Sign-in link for ${one.name}`} onClick={onLink}>
                Sign-in link
              </Button>
            )}
            <Button size="compact-xs" variant="subtle" aria-label={one.active === false ? `Let in again: ${one.name}` : `Shut out ${one.name}`} onClick={() => onChange({ active: one.active === false })}>
              {one.active === false ? "Let in again" : "Shut out"}
            </Button>
          </>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function Add() {
  const add = useAddMember();
  const isInvited = useSession().signsIn === "oidc";
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [service, setService] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate(
      { name: name.trim(), email: email.trim() || null, service },
      {
        onSuccess: () => {
          setName("");
          setEmail("");
        },
      },
    );
  };
  return (
    <Panel title="Add somebody">
      <form onSubmit={submit}>
        <FormRow>
          <TextInput label="Name" w="14rem" value={name} onChange={(event) => setName(event.currentTarget.value)} />
          <TextInput label="Email" type="email" w="16rem" value={email} onChange={(event) => setEmail(event.currentTarget.value)} />
          <Checkbox label="a program" mb={6} checked={service} onChange={(event) => setService(event.currentTarget.checked)} />
          <Button type="submit" disabled={!name.trim() || (isInvited && !service && !email.trim())} loading={add.isPending}>
            Add member
          </Button>
        </FormRow>
      </form>
      {add.error && <ErrorState error={add.error} />}
      <Quiet>{isInvited ? "A new member is written to at this address, and sets a password when signing in for the first time." : "A new member signs in by a link that you make below and give to them."}</Quiet>
    </Panel>
  );
}
