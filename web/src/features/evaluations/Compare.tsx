import { Table } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { asText, EmptyState, Fetched, Page, Panel, Quiet, Stack, useView } from "@/shared";
import type { Schemas } from "@/api/client";
import { useComparison, useEvaluation } from "./api";
import styles from "./evaluations.module.css";
import { change, share, STATISTICS } from "./figures";

const OF_CLASS = ["AP", "precision", "recall", "f1"] as const;

/** Two evaluations side by side, each at its own operating point; the class that lost most comes first. */
export default function Compare() {
  const [view] = useView((raw) => ({ before: asText(raw.before), after: asText(raw.after) }));
  if (!view.before || !view.after) {
    return (
      <Page title="Compare">
        <EmptyState title="Choose two evaluations" action={<Link to="/evaluations">To the evaluations</Link>} />
      </Page>
    );
  }
  return <Both before={view.before} after={view.after} />;
}

function Both({ before, after }: { before: string; after: string }) {
  const query = useComparison(before, after);
  const { data: was } = useEvaluation(before);
  const { data: is } = useEvaluation(after);
  const name = (found: Schemas["Evaluation"] | undefined, id: string) => <Link to={`/evaluations/${id}`}>{found ? `${found.name} (${found.model})` : id}</Link>;
  return (
    <Page title="Compare">
      <Fetched query={query} what="the comparison">
        {(found) => (
          <Stack>
            <p>
              {name(was, before)} → {name(is, after)}
            </p>
            {was && is && was.members !== is.members && <Quiet>The two were not made over the same items, so their numbers differ for that reason too.</Quiet>}
            <Panel title="Statistics">
              <Table maw="36rem" className={styles.numbers}>
                <Heads names={["Before", "After", "Change"]} first="" />
                <Table.Tbody>
                  {STATISTICS.map((one) => (
                    <Table.Tr key={one}>
                      <Table.Td>{one.replace("_", " ")}</Table.Td>
                      <Numbers found={found.statistics[one]} />
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Panel>
            <Panel title="Classes, the greatest loss of AP first">
              <Table className={styles.numbers}>
                <Heads names={OF_CLASS.flatMap((one) => [one, "change"])} first="Class" />
                <Table.Tbody>
                  {found.classes.map((one) => (
                    <Table.Tr key={one.class_id}>
                      <Table.Td>{one.name}</Table.Td>
                      {OF_CLASS.map((column) => (
                        <Change key={column} found={one.numbers[column]} />
                      ))}
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Panel>
          </Stack>
        )}
      </Fetched>
    </Page>
  );
}

function Heads({ first, names }: { first: string; names: readonly string[] }) {
  return (
    <Table.Thead>
      <Table.Tr>
        <Table.Th>{first || <span className="visually-hidden">Statistic</span>}</Table.Th>
        {names.map((one, at) => (
          <Table.Th key={at} ta="right">
            {one}
          </Table.Th>
        ))}
      </Table.Tr>
    </Table.Thead>
  );
}

function Numbers({ found }: { found: Schemas["NumberChange"] | undefined }) {
  return (
    <>
      <Table.Td ta="right">{share(found?.before)}</Table.Td>
      <Change found={found} />
    </>
  );
}

function Change({ found }: { found: Schemas["NumberChange"] | undefined }) {
  const tone = (found?.change ?? 0) > 0 ? "good" : (found?.change ?? 0) < 0 ? "bad" : undefined;
  return (
    <>
      <Table.Td ta="right">{share(found?.after)}</Table.Td>
      <Table.Td ta="right" data-tone={tone}>
        {change(found?.change)}
      </Table.Td>
    </>
  );
}
