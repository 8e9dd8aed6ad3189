import { Badge, Button, Checkbox, Table } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { EmptyState, Fetched, Page, useProjects, useView } from "@/shared";

/** The projects in which the signed-in person has a role. */
export default function Projects() {
  const [view, change] = useView((raw) => ({ archived: raw.archived === true }));
  const query = useProjects();
  return (
    <Page
      title="Projects"
      aside={<Checkbox label="Archived too" checked={view.archived} onChange={(event) => change({ archived: event.currentTarget.checked || undefined }, { replace: true })} />}
      actions={
        <Button component={Link} to="/projects/new">
          New project
        </Button>
      }
    >
      <Fetched query={query} what="projects">
        {(all) => {
          const shown = all.filter((one) => view.archived || !one.archived);
          if (shown.length === 0) {
            return (
              <EmptyState title={all.length > 0 ? "Every project is archived" : "No project yet"} action={<Button component={Link} to="/projects/new">New project</Button>}>
                A project brings items, an ontology and people together: labels are drawn, reviewed and exported in it.
              </EmptyState>
            );
          }
          return (
            <Table stickyHeader highlightOnHover>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Title</Table.Th>
                  <Table.Th>Stages</Table.Th>
                  <Table.Th>Changed</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {shown.map((one) => (
                  <Table.Tr key={one.id}>
                    <Table.Td>
                      <Link to={`/projects/${one.id}`}>{one.title}</Link> {one.archived && <Badge color="gray">archived</Badge>}
                    </Table.Td>
                    <Table.Td>{one.graph?.stages.map((stage) => stage.title).join(" → ")}</Table.Td>
                    <Table.Td>{new Date(one.updated_at ?? 0).toLocaleString()}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          );
        }}
      </Fetched>
    </Page>
  );
}
