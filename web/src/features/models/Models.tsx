import { Badge, Button, Table } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { asText, EmptyState, Fetched, ImportOutcome, Page, Panel, Stack, usePredictionSets, useView } from "@/shared";
import { useImported, useModels } from "./api";
import { ImportPredictions } from "./parts/ImportPredictions";

/** Models, what each predicted, and a way to import more. */
export default function Models() {
  const [view, change] = useView((raw) => ({ new: raw.new === true, job: asText(raw.job) }));
  const models = useModels();
  const sets = usePredictionSets();
  const imported = useImported();
  return (
    <Page title="Models" actions={<Button onClick={() => change({ new: !view.new || undefined })}>Import predictions</Button>}>
      <Stack>
        {view.new && <ImportPredictions onStarted={(job) => change({ job }, { replace: true })} />}
        {view.job && (
          <ImportOutcome id={view.job} onEnd={imported}>
            {(job) =>
              job.state === "done" && job.spec.dry_run !== true && typeof job.result?.prediction_set === "string" && <Link to={`/prediction-sets/${job.result.prediction_set}`}>See the predictions</Link>
            }
          </ImportOutcome>
        )}
        <Fetched query={models} what="models">
          {(all) =>
            all.length === 0 ? (
              <EmptyState title="No model yet">Train outside with an export, then import the results: the image ids of the export lead back to the items.</EmptyState>
            ) : (
              all.map((model) => {
                const own = (sets.data ?? []).filter((one) => one.model === model.id);
                return (
                  <Panel key={model.id} title={`${model.name}, version ${model.version}`}>
                    <p>{model.trained_on ? `Trained on label version ${model.trained_on}` : "What it was trained on is not known."}</p>
                    {own.length === 0 ? (
                      <p>No predictions yet.</p>
                    ) : (
                      <Table>
                        <Table.Thead>
                          <Table.Tr>
                            <Table.Th>Predictions</Table.Th>
                            <Table.Th ta="right">Items</Table.Th>
                            <Table.Th ta="right">Predictions</Table.Th>
                            <Table.Th ta="right">Unmapped</Table.Th>
                            <Table.Th>Made</Table.Th>
                          </Table.Tr>
                        </Table.Thead>
                        <Table.Tbody>
                          {own.map((one) => (
                            <Table.Tr key={one.id}>
                              <Table.Td>
                                <Link to={`/prediction-sets/${one.id}`}>{one.name}</Link> {one.state === "requested" && <Badge color="gray">being read</Badge>}
                                {one.state === "failed" && (
                                  <Badge color="red" title={one.reason ?? undefined}>
                                    failed
                                  </Badge>
                                )}
                              </Table.Td>
                              <Table.Td ta="right">{(one.items ?? 0).toLocaleString("en")}</Table.Td>
                              <Table.Td ta="right">{one.predictions?.toLocaleString("en") ?? "–"}</Table.Td>
                              <Table.Td ta="right">{one.unmapped?.toLocaleString("en") ?? "–"}</Table.Td>
                              <Table.Td>{new Date(one.created_at ?? 0).toLocaleString()}</Table.Td>
                            </Table.Tr>
                          ))}
                        </Table.Tbody>
                      </Table>
                    )}
                  </Panel>
                );
              })
            )
          }
        </Fetched>
      </Stack>
    </Page>
  );
}
