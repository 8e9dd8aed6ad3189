import { Badge, Button, Checkbox, Table } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { DATA, EmptyState, ErrorState, Loading, Page, useNames, useView } from "@/shared";
import { useCollections } from "./api";

/** Every collection, the newest change first on the page of each. */
export default function Collections() {
  const [view, change] = useView((raw) => ({ archived: raw.archived === true }));
  const query = useCollections();
  const nameOf = useNames();
  const all = query.data?.pages.flatMap((page) => page.items) ?? [];
  const shown = all.filter((one) => view.archived || !one.archived);
  return (
    <Page
      title="Collections"
      aside={<Checkbox label="Archived too" checked={view.archived} onChange={(event) => change({ archived: event.currentTarget.checked || undefined }, { replace: true })} />}
    >
      {query.isPending ? (
        <Loading what="collections" />
      ) : query.error && all.length === 0 ? (
        <ErrorState error={query.error} retry={() => void query.refetch()} />
      ) : shown.length === 0 ? (
        <EmptyState title={all.length > 0 ? "Every collection is archived" : "No collection yet"} action={<Button component={Link} to={DATA}>Choose items</Button>}>
          A collection keeps chosen items by name, with its history. Filter or select items and choose “Add to collection”.
        </EmptyState>
      ) : (
        <>
          <Table stickyHeader highlightOnHover>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Name</Table.Th>
                <Table.Th ta="right">Items</Table.Th>
                <Table.Th ta="right">Version</Table.Th>
                <Table.Th>By</Table.Th>
                <Table.Th>Changed</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {shown.map((one) => (
                <Table.Tr key={one.id}>
                  <Table.Td>
                    <Link to={`/collections/${one.id}`}>{one.name}</Link> {one.archived && <Badge color="gray">archived</Badge>}
                  </Table.Td>
                  <Table.Td ta="right">{(one.items ?? 0).toLocaleString("en")}</Table.Td>
                  <Table.Td ta="right">{one.version}</Table.Td>
                  <Table.Td>{nameOf(one.created_by)}</Table.Td>
                  <Table.Td>{new Date(one.updated_at ?? 0).toLocaleString()}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
          {query.hasNextPage && (
            <Button variant="default" mt="xs" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              Show more
            </Button>
          )}
        </>
      )}
    </Page>
  );
}
