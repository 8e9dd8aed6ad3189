import { Badge, Button, Table } from "@mantine/core";
import { Link, useParams } from "@tanstack/react-router";
import { FetchedPage, Figure, Figures, Page, Panel, Quiet, SetItems, Stack } from "@/shared";
import { usePredictionSet } from "./api";

/** What a model predicted: on which items, of which classes, and which of those the project knows. */
export default function PredictionSet() {
  const { set } = useParams({ strict: false }) as { set: string };
  const query = usePredictionSet(set);
  return (
    <FetchedPage query={query} what="the predictions" title="Predictions" list={{ to: "/models", title: "To the models" }}>
      {(found) => (
        <Page
          title={found.name}
          aside={<span>{found.model_name}</span>}
          actions={
            found.project && (
              <>
                <Button component={Link} to={`/projects/${found.project}`} search={{ tab: "queue", offer: found.id } as never} variant="default">
                  Offer as pre-labels
                </Button>
                <Button component={Link} to="/evaluations" search={{ project: found.project, new: true } as never}>
                  Evaluate
                </Button>
              </>
            )
          }
        >
          <Stack>
            <Figures>
              <Figure name="Items" value={(found.items ?? 0).toLocaleString("en")} hint="On which the model was run" />
              <Figure name="Found nothing" value={found.found_nothing?.toLocaleString("en") ?? "–"} hint="Items without any prediction" />
              <Figure name="Predictions" value={found.predictions?.toLocaleString("en") ?? "–"} />
              <Figure name="Unmapped" value={found.unmapped?.toLocaleString("en") ?? "–"} hint="Predictions of classes that the project does not have" />
            </Figures>
            <Panel title="Classes">
              <Table maw="40rem">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>In the file</Table.Th>
                    <Table.Th>In the project</Table.Th>
                    <Table.Th ta="right">Predictions</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {(found.classes ?? []).map((one) => (
                    <Table.Tr key={String(one.category_id)}>
                      <Table.Td>
                        {one.name} ({one.category_id})
                      </Table.Td>
                      <Table.Td>{one.class_id ?? <Badge color="orange">unknown</Badge>}</Table.Td>
                      <Table.Td ta="right">{one.predictions?.toLocaleString("en") ?? "–"}</Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Panel>
            <Panel title="Items">{found.run_on ? <SetItems set={found.run_on} what="items" /> : <Quiet>The job is still reading the file.</Quiet>}</Panel>
          </Stack>
        </Page>
      )}
    </FetchedPage>
  );
}
