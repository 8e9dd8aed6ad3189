import { Table, UnstyledButton } from "@mantine/core";
import { Fetched } from "@/shared";
import { type ClassReport, type Evaluation, type Point, useClasses } from "../api";
import styles from "../evaluations.module.css";
import { byNumber, share } from "../figures";

interface Column {
  name: string;
  title: string;
  of: (one: ClassReport) => number | null | undefined;
  isCount?: boolean;
}

const COLUMNS: readonly Column[] = [
  { name: "truths", title: "Objects", of: (one) => one.truths, isCount: true },
  { name: "predictions", title: "Predictions", of: (one) => one.predictions, isCount: true },
  { name: "AP", title: "AP", of: (one) => one.statistics?.AP },
  { name: "AP50", title: "AP50", of: (one) => one.statistics?.AP50 },
  { name: "AR_100", title: "AR 100", of: (one) => one.statistics?.AR_100 },
  { name: "precision", title: "Precision", of: (one) => one.precision },
  { name: "recall", title: "Recall", of: (one) => one.recall },
  { name: "f1", title: "F1", of: (one) => one.f1 },
  { name: "tp", title: "TP", of: (one) => one.tp, isCount: true },
  { name: "fp", title: "FP", of: (one) => one.fp, isCount: true },
  { name: "fn", title: "FN", of: (one) => one.fn, isCount: true },
];

/** Every class at the operating point; sorted by `sort`, a column's name with a minus for falling. */
export function ClassTable({ found, point, sort, onSort, onClass }: { found: Evaluation; point: Point; sort: string | undefined; onSort: (sort: string | undefined) => void; onClass: (id: string) => void }) {
  const query = useClasses(found.id, point);
  const falling = sort?.startsWith("-") ?? false;
  const by = COLUMNS.find((one) => one.name === sort?.replace("-", ""));
  return (
    <Fetched query={query} what="the classes">
      {(table) => {
        const rows = by ? [...table.classes].sort(byNumber(by.of, falling)) : table.classes;
        return (
          <div className={query.isPlaceholderData ? styles.stale : undefined} aria-busy={query.isPlaceholderData}>
            <Table stickyHeader highlightOnHover className={styles.numbers}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th aria-sort={by ? "none" : "ascending"}>
                    <UnstyledButton className={styles.sort} onClick={() => onSort(undefined)}>
                      Class
                    </UnstyledButton>
                  </Table.Th>
                  {COLUMNS.map((one) => (
                    <Table.Th key={one.name} ta="right" aria-sort={by === one ? (falling ? "descending" : "ascending") : "none"}>
                      <UnstyledButton className={styles.sort} onClick={() => onSort(by === one && falling ? one.name : `-${one.name}`)}>
                        {one.title} {by === one ? (falling ? "↓" : "↑") : ""}
                      </UnstyledButton>
                    </Table.Th>
                  ))}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                <Row one={{ ...table.all_classes, statistics: table.statistics }} name={<b>All classes</b>} />
                {rows.map((one) => (
                  <Row
                    key={one.class_id}
                    one={one}
                    name={
                      <button type="button" className={styles.link} onClick={() => onClass(one.class_id)}>
                        {one.name}
                      </button>
                    }
                  />
                ))}
              </Table.Tbody>
            </Table>
          </div>
        );
      }}
    </Fetched>
  );
}

function Row({ one, name }: { one: ClassReport; name: React.ReactNode }) {
  return (
    <Table.Tr>
      <Table.Td>{name}</Table.Td>
      {COLUMNS.map((column) => {
        const value = column.of(one);
        return (
          <Table.Td key={column.name} ta="right">
            {column.isCount ? (value ?? 0).toLocaleString("en") : share(value)}
          </Table.Td>
        );
      })}
    </Table.Tr>
  );
}
