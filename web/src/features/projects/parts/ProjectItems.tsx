import { Badge, Button, Select, Table } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Schemas } from "@/api/client";
import { Confirm, ErrorState, Fetched, JobProgress, Panel, Quiet, useJob } from "@/shared";
import { type Project, useProjectChanged } from "../api";
import { useChoices } from "../creating";
import { type Attach, hasNewer, isBehind, useMakeDataset, usePinNewest, useSetDatasets } from "../settings";

/** The datasets that a project works on, each at a version; a change opens and archives tasks. */
export function ProjectItems({ found }: { found: Project }) {
  const { collections, datasets } = useChoices();
  const set = useSetDatasets(found.id);
  const pin = usePinNewest();
  const make = useMakeDataset();
  const changed = useProjectChanged();
  const job = useJob(set.data?.id, () => void changed());
  const [going, setGoing] = useState<Schemas["Dataset"] | null>(null);
  const attached: Attach[] = (found.datasets ?? []).map((one) => ({ dataset: one.dataset, version: one.version }));
  const known = collections.data ?? [];
  const update = async (dataset: Schemas["Dataset"]) => {
    const newest = hasNewer(dataset, new Map(known.map((one) => [one.id, one.version ?? 1]))) ? await pin.mutateAsync(dataset.id) : dataset;
    await set.mutateAsync(attached.map((one) => (one.dataset === dataset.id ? { dataset: one.dataset, version: newest.version ?? null } : one)));
  };
  const add = async (chosen: string) => {
    const [kind, id] = [chosen.slice(0, chosen.indexOf(":")), chosen.slice(chosen.indexOf(":") + 1)];
    const collection = known.find((one) => one.id === id);
    const dataset = kind === "collection" && collection ? (await make.mutateAsync(collection)).id : id;
    await set.mutateAsync([...attached, { dataset, version: null }]);
  };
  const busy = set.isPending || pin.isPending || make.isPending;
  const error = set.error ?? pin.error ?? make.error;
  const quietly = (work: Promise<unknown>) => void work.catch(() => undefined);
  return (
    <Panel title="Items to work on">
      <Fetched query={datasets} what="datasets">
        {(all) => (
          <>
            {attached.length === 0 ? (
              <Quiet>The project works on nothing yet. Add a collection or a dataset below.</Quiet>
            ) : (
              <Table maw="56rem">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>Dataset</Table.Th>
                    <Table.Th>Of</Table.Th>
                    <Table.Th ta="right">Version</Table.Th>
                    <Table.Th aria-label="What to do" />
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {(found.datasets ?? []).map((at) => {
                    const dataset = all.find((one) => one.id === at.dataset);
                    const behind = isBehind(at, dataset, known);
                    return (
                      <Table.Tr key={at.dataset}>
                        <Table.Td>{dataset?.title ?? at.dataset}</Table.Td>
                        <Table.Td>
                          {(dataset?.pins ?? []).map((one) => (
                            <Link key={one.collection} to={`/collections/${one.collection}`}>
                              {known.find((other) => other.id === one.collection)?.name ?? one.collection} v{one.version}{" "}
                            </Link>
                          ))}
                        </Table.Td>
                        <Table.Td ta="right">{at.version}</Table.Td>
                        <Table.Td>
                          {dataset && behind ? (
                            <Button size="compact-xs" loading={busy} aria-label={`Bring up to date: ${dataset.title}`} onClick={() => quietly(update(dataset))}>
                              Bring up to date
                            </Button>
                          ) : (
                            <Badge color="gray">newest</Badge>
                          )}
                          {dataset && (
                            <Button size="compact-xs" variant="subtle" disabled={busy} aria-label={`Take out ${dataset.title}`} onClick={() => setGoing(dataset)}>
                              Take out
                            </Button>
                          )}
                        </Table.Td>
                      </Table.Tr>
                    );
                  })}
                </Table.Tbody>
              </Table>
            )}
            <Select
              label="Add items"
              placeholder="A collection or dataset"
              searchable
              w="20rem"
              mt="sm"
              disabled={busy}
              value={null}
              onChange={(chosen) => chosen && quietly(add(chosen))}
              data={[
                { group: "Collections", items: known.filter((one) => !one.archived).map((one) => ({ value: `collection:${one.id}`, label: `${one.name} (${one.items ?? 0})` })) },
                { group: "Datasets", items: all.filter((one) => !one.archived && !attached.some((at) => at.dataset === one.id)).map((one) => ({ value: `dataset:${one.id}`, label: `${one.title} (${one.items ?? 0})` })) },
              ]}
            />
            <Quiet>New items get tasks. Tasks of items that leave are archived; their labels stay.</Quiet>
          </>
        )}
      </Fetched>
      {error && <ErrorState error={error} />}
      {job.data && <JobProgress job={job.data} />}
      <Confirm
        title={`Take “${going?.title}” out`}
        action="Take out"
        opened={going !== null}
        onClose={() => setGoing(null)}
        onConfirm={() => set.mutateAsync(attached.filter((one) => one.dataset !== going?.id))}
      >
        The tasks of its items are archived, unless another dataset of the project has them too. Labels stay.
      </Confirm>
    </Panel>
  );
}
