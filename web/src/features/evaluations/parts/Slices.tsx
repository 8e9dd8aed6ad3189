import { Select, Table } from "@mantine/core";
import { ErrorState, Loading, Quiet } from "@/shared";
import { type Evaluation, type Point, useFields, useSlices } from "../api";
import styles from "../evaluations.module.css";
import { share } from "../figures";

/** The evaluation in parts, by the values or ranges of a field of items. */
export function Slices({ found, point, by, onBy }: { found: Evaluation; point: Point; by: string | undefined; onBy: (by: string | undefined) => void }) {
  const { data: fields } = useFields();
  const query = useSlices(found.id, by, point);
  return (
    <>
      <Select
        label="By field"
        searchable
        clearable
        allowDeselect
        w="18rem"
        mb="sm"
        placeholder="Choose a field"
        data={(fields ?? []).filter((one) => one.countable || one.ranged).map((one) => ({ value: one.name, label: one.title || one.name }))}
        value={by ?? null}
        onChange={(value) => onBy(value ?? undefined)}
      />
      {!by ? (
        <Quiet>Choose a field to see where the model is weak: folders, brightness, sizes, your own metadata.</Quiet>
      ) : query.error ? (
        <ErrorState error={query.error} retry={() => void query.refetch()} />
      ) : !query.data ? (
        <Loading what="slices" />
      ) : (
        <div className={query.isPlaceholderData ? styles.stale : undefined} aria-busy={query.isPlaceholderData}>
          <Table maw="56rem" className={styles.numbers}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Value</Table.Th>
                {["Items", "Objects", "AP", "AP50", "Precision", "Recall", "F1"].map((name) => (
                  <Table.Th key={name} ta="right">
                    {name}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {query.data.map((one) => (
                <Table.Tr key={one.value}>
                  <Table.Td>{one.value || "without a value"}</Table.Td>
                  <Table.Td ta="right">{one.items.toLocaleString("en")}</Table.Td>
                  <Table.Td ta="right">{one.all_classes.truths.toLocaleString("en")}</Table.Td>
                  {[one.statistics.AP, one.statistics.AP50, one.all_classes.precision, one.all_classes.recall, one.all_classes.f1].map((value, at) => (
                    <Table.Td key={at} ta="right">
                      {share(value)}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </>
  );
}
