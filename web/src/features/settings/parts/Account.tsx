import { Button, Code, NumberInput, PasswordInput, Table, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { ErrorState, Fetched, FormRow, notify, notifyError, numberOf, Panel, Quiet, Stack, useSession } from "@/shared";
import { useAddToken, useRevokeToken, useSetPassword, useTokens } from "../api";

const LEAST = 10;

/** A password for signing in here, where nobody else keeps it; tokens for programs. */
export function Account() {
  const isOurs = useSession().signsIn === "local";
  return (
    <Stack>
      {isOurs && <Password />}
      <Tokens />
    </Stack>
  );
}

function Password() {
  const save = useSetPassword();
  const [old, setOld] = useState("");
  const [password, setPassword] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(
      { old: old || null, password },
      {
        onSuccess: () => {
          notify("The password is set.");
          setOld("");
          setPassword("");
        },
      },
    );
  };
  return (
    <Panel title="Password">
      <form onSubmit={submit}>
        <FormRow>
          <PasswordInput label="The one until now, if there is one" w="16rem" autoComplete="current-password" value={old} onChange={(event) => setOld(event.currentTarget.value)} />
          <PasswordInput label="New password" placeholder={`${LEAST} characters or more`} w="16rem" autoComplete="new-password" value={password} onChange={(event) => setPassword(event.currentTarget.value)} />
          <Button type="submit" disabled={password.length < LEAST} loading={save.isPending}>
            Set password
          </Button>
        </FormRow>
      </form>
      {save.error && <ErrorState error={save.error} />}
    </Panel>
  );
}

function Tokens() {
  const query = useTokens();
  const add = useAddToken();
  const revoke = useRevokeToken();
  const [name, setName] = useState("");
  const [days, setDays] = useState<string | number>(90);
  const isForEver = days === "";
  const lasts = numberOf(days);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate({ name: name.trim(), days: lasts ?? null }, { onSuccess: () => setName("") });
  };
  return (
    <Panel title="Tokens for programs">
      <form onSubmit={submit}>
        <FormRow>
          <TextInput label="What it is for" w="16rem" value={name} onChange={(event) => setName(event.currentTarget.value)} />
          <NumberInput label="Days" w="6rem" min={1} allowDecimal={false} value={days} placeholder="for ever" onChange={setDays} />
          <Button type="submit" disabled={!name.trim() || !(isForEver || (lasts !== undefined && lasts >= 1))} loading={add.isPending}>
            Make a token
          </Button>
        </FormRow>
      </form>
      {add.error && <ErrorState error={add.error} />}
      {add.data && (
        <p role="status">
          Copy it now, it is not shown again: <Code>{add.data.token}</Code>
        </p>
      )}
      <Fetched query={query} what="tokens">
        {(tokens) => {
          const shown = tokens.filter((one) => one.kind === "service" && !one.revoked);
          return shown.length === 0 ? (
            <Quiet>No token. The Python client and the command take one from EVERLOOP_TOKEN.</Quiet>
          ) : (
            <Table maw="48rem">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Name</Table.Th>
                  <Table.Th>Begins with</Table.Th>
                  <Table.Th>Until</Table.Th>
                  <Table.Th aria-label="What to do" />
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {shown.map((one) => (
                  <Table.Tr key={one.id}>
                    <Table.Td>{one.name}</Table.Td>
                    <Table.Td>{one.hint}</Table.Td>
                    <Table.Td>{one.expires_at ? new Date(one.expires_at).toLocaleDateString() : "for ever"}</Table.Td>
                    <Table.Td>
                      <Button size="compact-xs" variant="subtle" aria-label={`Revoke ${one.name}`} onClick={() => revoke.mutate(one.id, { onError: notifyError })}>
                        Revoke
                      </Button>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          );
        }}
      </Fetched>
    </Panel>
  );
}
