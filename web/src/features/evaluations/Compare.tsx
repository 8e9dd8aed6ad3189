import { Button, Table, Tabs } from "@mantine/core";
import { IconArrowsExchange } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { Schemas } from "@/api/client";
import { asOneOf, asText, EmptyState, ErrorState, Fetched, Page, Panel, Quiet, Stack, useView } from "@/shared";
import { type Change as Changed, useChanged, useComparison, useEvaluation } from "./api";
import styles from "./evaluations.module.css";
import { change as signed, share, STATISTICS } from "./figures";
import { ChangedGrid } from "./parts/ChangedGrid";

const TABS = ["numbers", "fixed", "regressed"] as const;
const OF_CLASS = ["AP", "precision", "recall", "f1"] as const;

function readView(raw: Record<string, unknown>) {
  return { before: asText(raw.before), after: asText(raw.after), tab: asOneOf(raw.tab, TABS) ?? "numbers", class: asText(raw.class) };
}

/** Two evaluations side by side, each at its own operating point; the class that lost most comes first; and the objects that only one found. */
export default function Compare() {
  const [view] = useView(readView);
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
  const [view, change] = useView(readView);
  const { data: was } = useEvaluation(before);
  const { data: is } = useEvaluation(after);
  const objects = useChanged(before, after, "fixed", undefined).data?.pages[0];
  const name = (found: Schemas["Evaluation"] | undefined, id: string) => <Link to={`/evaluations/${id}`}>{found ? `${found.name} (${found.model})` : id}</Link>;
  return (
    <Page
      title="Compare"
      aside={
        <span>
          {name(was, before)} → {name(is, after)}
        </span>
      }
      actions={
        <Button variant="default" leftSection={<IconArrowsExchange size={14} />} onClick={() => change({ before: after, after: before })}>
          Swap
        </Button>
      }
    >
      <Stack>
        {was && is && was.members !== is.members && <Quiet>The two were not made over the same items, so their numbers differ for that reason too.</Quiet>}
        <Tabs value={view.tab} onChange={(tab) => change({ tab: asOneOf(tab, TABS) })} keepMounted={false}>
          <Tabs.List>
            <Tabs.Tab value="numbers">Numbers</Tabs.Tab>
            <Tabs.Tab value="fixed">Fixed{counted(objects?.fixed)}</Tabs.Tab>
            <Tabs.Tab value="regressed">Regressed{counted(objects?.regressed)}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="numbers" pt="sm">
            <Figures before={before} after={after} onClass={(tab, id) => change({ tab, class: id })} />
          </Tabs.Panel>
          {(["fixed", "regressed"] as const).map((one) => (
            <Tabs.Panel key={one} value={one} pt="sm">
              <ChangedGrid before={before} after={after} change={one} chosen={view.class} onClass={(id) => change({ class: id }, { replace: true })} />
            </Tabs.Panel>
          ))}
        </Tabs>
      </Stack>
    </Page>
  );
}

const counted = (count: number | undefined) => (count === undefined ? "" : ` (${count.toLocaleString("en")})`);

function Figures({ before, after, onClass }: { before: string; after: string; onClass: (tab: Changed, id: string) => void }) {
  const query = useComparison(before, after);
  const objects = useChanged(before, after, "fixed", undefined);
  const changed = new Map(objects.data?.pages[0]?.classes.map((one) => [one.class_id, one]));
  return (
    <Fetched query={query} what="the comparison">
      {(found) => (
        <Stack>
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
            {objects.error && <ErrorState error={objects.error} retry={() => void objects.refetch()} />}
            <Table className={styles.numbers}>
              <Heads names={[...OF_CLASS.flatMap((one) => [one, "change"]), "fixed", "regressed"]} first="Class" />
              <Table.Tbody>
                {found.classes.map((one) => (
                  <Table.Tr key={one.class_id}>
                    <Table.Td>{one.name}</Table.Td>
                    {OF_CLASS.map((column) => (
                      <Change key={column} found={one.numbers[column]} />
                    ))}
                    {(["fixed", "regressed"] as const).map((tab) => (
                      <Table.Td key={tab} ta="right">
                        <Count count={objects.data && (changed.get(one.class_id)?.[tab] ?? 0)} what={`${tab} objects of ${one.name}`} onOpen={() => onClass(tab, one.class_id)} />
                      </Table.Td>
                    ))}
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Panel>
        </Stack>
      )}
    </Fetched>
  );
}

function Count({ count, what, onOpen }: { count: number | undefined; what: string; onOpen: () => void }) {
  if (count === undefined) return <>…</>;
  if (count === 0) return <>0</>;
  return (
    <button type="button" className={styles.link} aria-label={`Show ${count} ${what}`} onClick={onOpen}>
      {count.toLocaleString("en")}
    </button>
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
        {signed(found?.change)}
      </Table.Td>
    </>
  );
}
