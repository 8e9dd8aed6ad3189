import { Button, Slider } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import type { Schemas } from "@/api/client";
import styles from "../evaluations.module.css";

const WAIT_MS = 120;

/** The operating point. What is moved is asked for after a moment's rest, and written into the address. */
export function PointSliders({ iou, confidence, own, onChange }: { iou: number; confidence: number; own: Schemas["OperatingPoint"]; onChange: (next: { iou?: number; confidence?: number }) => void }) {
  const [moved, setMoved] = useState<{ iou?: number; confidence?: number }>({});
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(waiting.current), []);
  const move = (next: { iou?: number; confidence?: number }) => {
    const all = { ...moved, ...next };
    setMoved(all);
    clearTimeout(waiting.current);
    waiting.current = setTimeout(() => {
      onChange(all);
      setMoved({});
    }, WAIT_MS);
  };
  const reset = () => {
    clearTimeout(waiting.current);
    setMoved({});
    onChange({ iou: undefined, confidence: undefined });
  };
  const [at, least] = [moved.iou ?? iou, moved.confidence ?? confidence];
  return (
    <div className={styles.sliders}>
      <label className={styles.slider}>
        <span>IoU threshold {at.toFixed(2)}</span>
        <Slider thumbLabel="IoU threshold" min={0.1} max={0.95} step={0.05} value={at} label={null} onChange={(value) => move({ iou: Math.round(value * 100) / 100 })} />
      </label>
      <label className={styles.slider}>
        <span>Least confidence {least.toFixed(2)}</span>
        <Slider thumbLabel="Least confidence" min={0} max={1} step={0.01} value={least} label={null} onChange={(value) => move({ confidence: Math.round(value * 100) / 100 })} />
      </label>
      <Button variant="default" size="compact-xs" onClick={reset} title="The confidence of the best F1 of all classes together">
        Back to {own.iou_threshold.toFixed(2)} and {own.confidence.toFixed(2)}
      </Button>
    </div>
  );
}
