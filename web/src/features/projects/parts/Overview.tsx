import { Progress as Bar, Table } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Columns, Fetched, Figure, Figures, Panel, Quiet, Stack, useNames } from "@/shared";
import { type Progress, type Project, useProgress } from "../api";
import { WorkflowPicture } from "./WorkflowPicture";

/** Where the project stands. */
export function Overview({ found }: { found: Project }) {
  const query = useProgress(found.id);
  return (
    <Stack>
      {found.description && <Quiet>{found.description}</Quiet>}
      <Fetched query={query} what="the progress">
        {(said) => (
          <>
            <Figures>
              <Figure name="Items" value={said.items.toLocaleString("en")} />
              <Figure name="Done" value={`${share(said, found)} %`} hint="Share of items in the complete stage" />
              <Figure name="Open issues" value={said.open_issues} />
              {Object.entries(said.states).map(([name, count]) => (
                <Figure key={name} name={name.replaceAll("_", " ")} value={count.toLocaleString("en")} />
              ))}
            </Figures>
            <Bar value={share(said, found)} size="sm" aria-label="Share of items done" />
            <Panel title="Workflow">
              <WorkflowPicture stages={found.graph?.stages ?? []} counts={said.stages} project={found.id} />
            </Panel>
            <Columns>
              <Panel title="Tasks by status">
                <Counts counts={said.statuses} of={(name) => name} />
              </Panel>
              <Panel title="Assigned to">
                <Assignees counts={said.assignees} />
              </Panel>
              <Panel title="Works with">
                <p>
                  Ontology: <Link to={`/ontologies/${found.ontology}`}>version {found.ontology_version}</Link>
                </p>
                <p>
                  <Link to="/evaluations" search={{ project: found.id } as never}>
                    Evaluations of this project
                  </Link>
                </p>
              </Panel>
            </Columns>
          </>
        )}
      </Fetched>
    </Stack>
  );
}

function Assignees({ counts }: { counts: Record<string, number> }) {
  const nameOf = useNames();
  return <Counts counts={counts} of={nameOf} />;
}

function Counts({ counts, of }: { counts: Record<string, number>; of: (name: string) => string }) {
  const rows = Object.entries(counts);
  if (rows.length === 0) return <Quiet>Nothing yet.</Quiet>;
  return (
    <Table>
      <Table.Tbody>
        {rows.map(([name, count]) => (
          <Table.Tr key={name}>
            <Table.Td>{of(name)}</Table.Td>
            <Table.Td ta="right">{count.toLocaleString("en")}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function share(said: Progress, found: Project): number {
  const done = new Set((found.graph?.stages ?? []).filter((one) => one.kind === "complete").map((one) => one.id));
  const count = said.stages.filter((one) => done.has(one.stage)).reduce((sum, one) => sum + one.tasks, 0);
  return said.items ? Math.round((100 * count) / said.items) : 0;
}
