import { Checkbox } from "@mantine/core";
import { useState } from "react";
import { Fetched, Quiet } from "@/shared";
import { type Evaluation, type Point, useConfusion } from "../api";
import styles from "../evaluations.module.css";
import { mostConfused } from "../figures";

const MOST = 20;
const BACKGROUND = "";

/** Rows are what was there, columns what was predicted, the last of both is background. A cell opens what it counts. */
export function ConfusionMatrix({ found, point, onCell }: { found: Evaluation; point: Point; onCell: (truth: string, predicted: string) => void }) {
  const query = useConfusion(found.id, point);
  const [all, setAll] = useState(false);
  const nameOf = new Map((found.classes ?? []).map((one) => [one.class_id, one.name]));
  return (
    <Fetched query={query} what="the confusion matrix">
      {({ classes, matrix }) => {
        const chosen = mostConfused(matrix, all ? classes.length : MOST);
        const ids = [...chosen.map((at) => classes[at] ?? BACKGROUND), BACKGROUND];
        const places = [...chosen, classes.length];
        const title = (id: string) => (id === BACKGROUND ? "background" : (nameOf.get(id) ?? id));
        return (
          <div className={query.isPlaceholderData ? styles.stale : undefined} aria-busy={query.isPlaceholderData}>
            {classes.length > MOST && <Checkbox label={`Every class that occurs, not only the ${MOST} most confused`} checked={all} onChange={(event) => setAll(event.currentTarget.checked)} />}
            <Quiet>Rows: what was there. Columns: what was predicted. Choose a cell to see its objects.</Quiet>
            <div className={styles.scroll} tabIndex={0} role="region" aria-label="Confusion matrix">
              <table className={styles.matrix}>
                <thead>
                  <tr>
                    <td />
                    {ids.map((id) => (
                      <th key={id} scope="col">
                        <span>{title(id)}</span>
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {places.map((row, at) => {
                    const truth = ids[at] ?? BACKGROUND;
                    const sum = matrix[row]?.reduce((total, count) => total + count, 0) ?? 0;
                    return (
                      <tr key={truth}>
                        <th scope="row">{title(truth)}</th>
                        {places.map((column, place) => {
                          const predicted = ids[place] ?? BACKGROUND;
                          const count = matrix[row]?.[column] ?? 0;
                          const strength = sum > 0 ? Math.round((100 * count) / sum) : 0;
                          return (
                            <td key={predicted}>
                              {count > 0 && (
                                <button
                                  type="button"
                                  data-right={row === column || undefined}
                                  style={{ "--strength": `${12 + strength * 0.6}%` } as React.CSSProperties}
                                  aria-label={`${count} ${title(truth)} predicted as ${title(predicted)}`}
                                  title={`${title(truth)} predicted as ${title(predicted)}: ${count} of ${sum}`}
                                  onClick={() => onCell(truth, predicted)}
                                >
                                  {count}
                                </button>
                              )}
                            </td>
                          );
                        })}
                      </tr>
                    );
                  })}
                </tbody>
              </table>
            </div>
          </div>
        );
      }}
    </Fetched>
  );
}
