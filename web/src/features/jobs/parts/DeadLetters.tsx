import { Button, Checkbox, Table } from "@mantine/core";
import { useState } from "react";
import { Confirm, EmptyState, ErrorState, Loading, notify } from "@/shared";
import { useDeadLetters, useMoveLetters } from "../api";
import styles from "../Jobs.module.css";

/** What consumers gave up on, with their reasons: send it again once the cause is mended, or forget it. */
export function DeadLetters() {
  const query = useDeadLetters();
  const resend = useMoveLetters("resend");
  const discard = useMoveLetters("discard");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [asks, setAsks] = useState(false);
  const letters = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (query.isPending) return <Loading what="dead letters" />;
  if (query.error) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (letters.length === 0) return <EmptyState title="No dead letters">Everything that happened has been worked on.</EmptyState>;
  const marked = letters.filter((one) => chosen.has(one.id));
  const ids = (marked.length === 0 ? letters : marked).map((one) => one.id);
  const what = marked.length === 0 ? "all shown" : `${ids.length} chosen`;
  const toggle = (id: string) => setChosen((before) => (before.has(id) ? new Set([...before].filter((one) => one !== id)) : new Set([...before, id])));
  return (
    <>
      <div className={styles.bar}>
        <Button loading={resend.isPending} onClick={() => resend.mutate(ids, { onSuccess: (said) => notify(`${said.moved} sent again.`) })}>
          Send {what} again
        </Button>
        <Button variant="default" onClick={() => setAsks(true)}>
          Forget {what}
        </Button>
      </div>
      {resend.error && <ErrorState error={resend.error} />}
      <Table stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th aria-label="Chosen" />
            <Table.Th>Consumer</Table.Th>
            <Table.Th>About</Table.Th>
            <Table.Th>Reason</Table.Th>
            <Table.Th>Tries</Table.Th>
            <Table.Th>Given up</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {letters.map((one) => (
            <Table.Tr key={one.id}>
              <Table.Td>
                <Checkbox aria-label={`Choose ${one.about}`} checked={chosen.has(one.id)} onChange={() => toggle(one.id)} />
              </Table.Td>
              <Table.Td>{one.consumer}</Table.Td>
              <Table.Td>{one.about}</Table.Td>
              <Table.Td>{one.reason}</Table.Td>
              <Table.Td>{one.attempts}</Table.Td>
              <Table.Td>{new Date(one.failed_at).toLocaleString()}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {query.hasNextPage && (
        <Button variant="default" mt="xs" onClick={() => void query.fetchNextPage()}>
          Show older
        </Button>
      )}
      <Confirm title="Forget dead letters" action={`Forget ${ids.length}`} danger opened={asks} onClose={() => setAsks(false)} onConfirm={() => discard.mutateAsync(ids)}>
        What they were about stays as it is; the work they asked for is not done.
      </Confirm>
    </>
  );
}
