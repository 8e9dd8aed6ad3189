import { Select } from "@mantine/core";
import { type PointerEvent, useState } from "react";
import type { Schemas } from "@/api/client";
import { Columns, Fetched, Panel, Quiet } from "@/shared";
import { type Evaluation, useCurve } from "../api";
import styles from "../evaluations.module.css";
import { share } from "../figures";

type Curve = Schemas["CurvePoints"];
const SIDE = 300;

/** Precision over recall and F1 over confidence, of one class or of all together. A click takes the confidence under it. */
export function Curves({ found, iou, chosen, confidence, onClass, onConfidence }: { found: Evaluation; iou: number | undefined; chosen: string | undefined; confidence: number; onClass: (id: string | undefined) => void; onConfidence: (confidence: number) => void }) {
  const query = useCurve(found.id, chosen, iou);
  return (
    <>
      <Select
        label="Class"
        searchable
        clearable
        allowDeselect
        placeholder="All together"
        w="16rem"
        data={(found.classes ?? []).map((one) => ({ value: one.class_id, label: one.name }))}
        value={chosen ?? null}
        onChange={(id) => onClass(id ?? undefined)}
        mb="sm"
      />
      <Fetched query={query} what="the curves">
        {(curve) =>
          curve.confidence.length === 0 ? (
            <Quiet>Nothing of this class was predicted, so there is no curve.</Quiet>
          ) : (
            <Columns>
              <Panel title={`Precision over recall (AP ${share(curve.ap)} at IoU ${curve.iou_threshold.toFixed(2)})`}>
                <Plot curve={curve} x={curve.recall} y={curve.precision} envelope={curve.envelope} names={["recall", "precision"]} confidence={confidence} onConfidence={onConfidence} />
              </Panel>
              <Panel title="F1 over confidence">
                <Plot curve={curve} x={curve.confidence} y={curve.f1} names={["confidence", "F1"]} confidence={confidence} onConfidence={onConfidence} />
              </Panel>
            </Columns>
          )
        }
      </Fetched>
    </>
  );
}

function Plot({ curve, x, y, envelope = [], names, confidence, onConfidence }: {
  curve: Curve;
  x: readonly (number | null)[];
  y: readonly (number | null)[];
  envelope?: readonly number[];
  names: readonly [string, string];
  confidence: number;
  onConfidence: (confidence: number) => void;
}) {
  const [near, setNear] = useState<number | null>(null);
  const points = x.flatMap((value, at) => (value === null || y[at] === null || y[at] === undefined ? [] : [{ at, x: value * SIDE, y: (1 - y[at]) * SIDE }]));
  const here = points.reduce<(typeof points)[number] | null>((best, one) => ((curve.confidence[one.at] ?? 0) >= confidence ? one : best), null);
  const shown = points.find((one) => one.at === near) ?? null;
  const find = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const px = ((event.clientX - box.left) / box.width) * (SIDE + 50) - 36;
    const best = points.reduce<(typeof points)[number] | null>((found, one) => (found === null || Math.abs(one.x - px) < Math.abs(found.x - px) ? one : found), null);
    setNear(best?.at ?? null);
    return best;
  };
  return (
    <>
      <svg
        viewBox={`-36 -8 ${SIDE + 50} ${SIDE + 44}`}
        className={styles.plot}
        role="img"
        aria-label={`${names[1]} over ${names[0]}`}
        onPointerMove={find}
        onPointerLeave={() => setNear(null)}
        onClick={(event) => {
          const best = find(event as unknown as PointerEvent<SVGSVGElement>);
          const value = best && curve.confidence[best.at];
          if (value !== null && value !== undefined) onConfidence(Math.round(value * 100) / 100);
        }}
      >
        {[0, 0.25, 0.5, 0.75, 1].map((one) => (
          <g key={one} className={styles.axis}>
            <path d={`M0 ${(1 - one) * SIDE}H${SIDE}M${one * SIDE} 0V${SIDE}`} />
            <text x={-6} y={(1 - one) * SIDE + 4} textAnchor="end">
              {one}
            </text>
            <text x={one * SIDE} y={SIDE + 14} textAnchor="middle">
              {one}
            </text>
          </g>
        ))}
        <text x={SIDE / 2} y={SIDE + 30} textAnchor="middle" className={styles.axisname}>
          {names[0]}
        </text>
        {envelope.length > 0 && <polyline className={styles.envelope} points={envelope.map((value, at) => `${(at / (envelope.length - 1)) * SIDE},${(1 - value) * SIDE}`).join(" ")} />}
        <polyline className={styles.curve} points={points.map((one) => `${one.x.toFixed(1)},${one.y.toFixed(1)}`).join(" ")} />
        {here && <circle cx={here.x} cy={here.y} r={4} className={styles.here} />}
        {shown && <circle cx={shown.x} cy={shown.y} r={4} className={styles.near} />}
      </svg>
      <Quiet>
        {shown
          ? `Confidence ${share(curve.confidence[shown.at])}: precision ${share(curve.precision[shown.at])}, recall ${share(curve.recall[shown.at])}, F1 ${share(curve.f1[shown.at])}`
          : "The dot is the operating point; a click on the curve takes the confidence there."}
      </Quiet>
    </>
  );
}
