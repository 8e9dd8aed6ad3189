import { Badge, Button, Table } from "@mantine/core";
import { ErrorState, Loading, useNames } from "@/shared";
import { useVersions } from "../api";

/** Every version with what it added and removed. */
export function History({ id, head, chosen, onCompare, onRestore }: {
  id: string;
  head: number;
  chosen: { before?: number; after?: number };
  onCompare: (before: number, after: number) => void;
  onRestore: (version: number) => void;
}) {
  const query = useVersions(id);
  const nameOf = useNames();
  if (query.isPending) return <Loading what="the history" />;
  if (query.error) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  return (
    <>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Version</Table.Th>
            <Table.Th ta="right">Items</Table.Th>
            <Table.Th>Change</Table.Th>
            <Table.Th>Why, by whom</Table.Th>
            <Table.Th aria-label="What to do" />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {query.data.pages.flatMap((page) => page.items).map((one) => (
            <Table.Tr key={one.number} data-chosen={chosen.after === one.number || undefined}>
              <Table.Td>
                {one.number} {one.number === head && <Badge>newest</Badge>}
              </Table.Td>
              <Table.Td ta="right">{(one.items ?? 0).toLocaleString("en")}</Table.Td>
              <Table.Td>
                +{one.added ?? 0} −{one.removed ?? 0}
                {one.restores ? ` (restores ${one.restores})` : ""}
              </Table.Td>
              <Table.Td title={new Date(one.created_at ?? 0).toLocaleString()}>
                {one.message ? `${one.message}, ` : ""}
                {nameOf(one.created_by)}
              </Table.Td>
              <Table.Td>
                {one.parent ? (
                  <Button size="compact-xs" variant="subtle" onClick={() => onCompare(one.parent ?? 1, one.number)} aria-label={`Changes of version ${one.number}`}>
                    Changes
                  </Button>
                ) : null}
                {one.number !== head && (
                  <>
                    <Button size="compact-xs" variant="subtle" onClick={() => onCompare(one.number, head)} aria-label={`To newest from version ${one.number}`}>
                      To newest
                    </Button>
                    <Button size="compact-xs" variant="subtle" onClick={() => onRestore(one.number)} aria-label={`Restore version ${one.number}`}>
                      Restore
                    </Button>
                  </>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {query.hasNextPage && (
        <Button variant="default" mt="xs" onClick={() => void query.fetchNextPage()}>
          Show older
        </Button>
      )}
    </>
  );
}
