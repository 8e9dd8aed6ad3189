import { Badge, Checkbox, Slider } from "@mantine/core";
import { ErrorState } from "@/shared";
import type { OverlayState } from "./Overlays";
import styles from "./ItemView.module.css";

/** Which labels and predictions are drawn, and from which confidence on. */
export function OverlayList({ overlays }: { overlays: OverlayState }) {
  const { layers, threshold, setThreshold, toggle } = overlays;
  if (layers.length === 0) return <p className={styles.quiet}>No project has labelled it and no model has run on it.</p>;
  return (
    <section>
      <h3>Labels and predictions</h3>
      {layers.map((one) => (
        <div key={one.id} className={styles.layer}>
          <Checkbox checked={one.shown} onChange={() => toggle(one.id)} label={`${one.title} (${one.marks.length})`} />
          {one.state && <Badge color="gray">{one.state.replace("_", " ")}</Badge>}
          {one.kind === "predictions" && <Badge color="grape">model</Badge>}
          {one.said.length > 0 && <span>{one.said.join(", ")}</span>}
          {one.error !== null && <ErrorState error={one.error} />}
        </div>
      ))}
      {layers.some((one) => one.kind === "predictions") && (
        <label className={styles.threshold}>
          Confidence from {threshold.toFixed(2)}
          <Slider min={0} max={1} step={0.01} value={threshold} onChange={setThreshold} label={null} thumbLabel="Confidence from" />
        </label>
      )}
    </section>
  );
}
