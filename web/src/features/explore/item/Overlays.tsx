import { useQueries } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { api, ApiError, data, type Schemas } from "@/api/client";
import { maskBounds, maskPixels } from "@/canvas/geometry/mask";
import { usePredictionSets, useProjects } from "../api";
import styles from "./ItemView.module.css";

/** Something drawn over the picture, in its pixels. */
export interface Mark {
  id: string;
  label: string;
  colour: string;
  box: [number, number, number, number] | null;
  polygon: number[][] | null;
  mask: { size: [number, number]; counts: string | number[] } | null;
  confidence: number | null;
}

export interface Layer {
  id: string;
  title: string;
  kind: "labels" | "predictions";
  marks: Mark[];
  /** What is said of the whole picture. */
  said: string[];
  shown: boolean;
  state: string | null;
  error: unknown;
}

const PALETTE = ["#ff6b6b", "#ffd43b", "#69db7c", "#4dabf7", "#da77f2", "#ffa94d", "#38d9a9", "#f783ac", "#a9e34b", "#74c0fc"] as const;

export interface OverlayState {
  layers: Layer[];
  threshold: number;
  setThreshold: (value: number) => void;
  toggle: (id: string) => void;
  toggleAll: () => void;
}

/** What the projects' labels and the models' predictions say of an item. */
export function useOverlays(item: Schemas["Item"] | undefined): OverlayState {
  const projects = useProjects().data;
  const sets = usePredictionSets().data;
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [threshold, setThreshold] = useState(0.3);
  const labelled = Object.keys(item?.projects ?? {});
  const predicted = Object.keys(item?.predictions ?? {});
  const labels = useQueries({
    queries: labelled.map((project) => ({
      queryKey: ["item", item?.id, "labels", project],
      queryFn: ({ signal }: { signal: AbortSignal }) => data(api.GET("/api/v1/projects/{project_id}/labels/{item_id}", { params: { path: { project_id: project, item_id: item?.id ?? "" } }, signal })),
      retry: false,
    })),
  });
  const predictions = useQueries({
    queries: predicted.map((set) => ({
      queryKey: ["item", item?.id, "predictions", set],
      queryFn: ({ signal }: { signal: AbortSignal }) => data(api.GET("/api/v1/items/{item_id}/predictions/{set_id}", { params: { path: { item_id: item?.id ?? "", set_id: set } }, signal })),
      retry: false,
    })),
  });
  const ontologies = useQueries({
    queries: labelled.map((project) => {
      const known = projects?.find((one) => one.id === project);
      return {
        queryKey: ["ontology-version", known?.ontology, known?.ontology_version],
        enabled: known !== undefined,
        staleTime: Infinity,
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          data(api.GET("/api/v1/ontologies/{ontology_id}/versions/{number}", { params: { path: { ontology_id: known?.ontology ?? "", number: known?.ontology_version ?? 1 } }, signal })),
      };
    }),
  });
  const layers: Layer[] = [
    ...labelled.map((project, at): Layer => {
      const row = labels[at]?.data;
      const classes = new Map(ontologies[at]?.data?.classes?.map((one) => [one.id, one]));
      const all = row?.annotations ?? [];
      return {
        id: `labels ${project}`,
        kind: "labels",
        title: projects?.find((one) => one.id === project)?.title ?? "A project",
        state: row?.state ?? null,
        shown: !hidden.has(`labels ${project}`),
        error: ignored(labels[at]?.error),
        said: all.filter((one) => !one.shapes?.["0"]).map((one) => classes.get(one.class_id)?.name ?? one.class_id),
        marks: all.flatMap((one) => {
          const shapes = one.shapes?.["0"];
          const known = classes.get(one.class_id);
          if (!shapes) return [];
          return [{ id: one.object_id, label: `${known?.name ?? one.class_id}${one.proposed ? " (proposed)" : ""}`, colour: known?.colour ?? colourOf(one.class_id), ...shapesOf(shapes), confidence: one.origin === "model" ? one.confidence : null }];
        }),
      };
    }),
    ...predicted.map((set, at): Layer => {
      const known = sets?.find((one) => one.id === set);
      return {
        id: `predictions ${set}`,
        kind: "predictions",
        title: known?.model_name || known?.name || "A model",
        state: null,
        shown: !hidden.has(`predictions ${set}`),
        error: ignored(predictions[at]?.error),
        said: [],
        marks: (predictions[at]?.data ?? []).filter((one) => one.confidence >= threshold).map((one) => ({ id: String(one.row), label: one.class_name, colour: colourOf(one.class_name), box: one.box as Mark["box"], polygon: null, mask: (one.mask as Mark["mask"]) ?? null, confidence: one.confidence })),
      };
    }),
  ];
  const ids = layers.map((one) => one.id);
  return {
    layers,
    threshold,
    setThreshold,
    toggle: (id) => setHidden((before) => (before.has(id) ? new Set([...before].filter((one) => one !== id)) : new Set([...before, id]))),
    toggleAll: () => setHidden((before) => (ids.some((id) => !before.has(id)) ? new Set(ids) : new Set())),
  };
}

/** Layers as lines and areas over the picture: labels are solid, predictions dashed. */
export function Overlays({ layers, width, height }: { layers: Layer[]; width: number; height: number }) {
  const shown = layers.filter((one) => one.shown);
  return (
    <>
      <Masks marks={shown.flatMap((one) => one.marks)} width={width} height={height} />
      <svg className={styles.overlay} viewBox={`0 0 ${width} ${height}`} aria-hidden>
        {shown.map((layer) => (
          <g key={layer.id} data-kind={layer.kind}>
            {layer.marks.map((mark) => (
              <Outline key={mark.id} mark={mark} />
            ))}
          </g>
        ))}
      </svg>
      <div className={styles.overlay}>
        {shown.flatMap((layer) =>
          layer.marks.map((mark) => {
            const [x, y] = mark.box ?? [mark.polygon?.[0]?.[0] ?? 0, mark.polygon?.[0]?.[1] ?? 0];
            return (
              <span key={`${layer.id} ${mark.id}`} className={styles.name} style={{ left: `${(100 * x) / width}%`, top: `${(100 * y) / height}%`, borderColor: mark.colour }}>
                {mark.label}
                {mark.confidence !== null && ` ${mark.confidence.toFixed(2)}`}
              </span>
            );
          }),
        )}
      </div>
    </>
  );
}

function Outline({ mark }: { mark: Mark }) {
  if (mark.polygon) return <>{mark.polygon.map((ring, at) => <polygon key={at} points={ring.join(" ")} stroke={mark.colour} fill={mark.colour} fillOpacity={0.15} vectorEffect="non-scaling-stroke" />)}</>;
  if (!mark.box) return null;
  const [x, y, w, h] = mark.box;
  return <rect x={x} y={y} width={w} height={h} stroke={mark.colour} fill={mark.colour} fillOpacity={0.06} vectorEffect="non-scaling-stroke" />;
}

function Masks({ marks, width, height }: { marks: Mark[]; width: number; height: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const masks = useMemo(() => marks.filter((one) => one.mask !== null), [marks]);
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    context.clearRect(0, 0, width, height);
    for (const { mask, colour } of masks) {
      const bounds = mask && maskBounds(mask);
      if (!mask || !bounds) continue;
      const value = Number.parseInt(colour.slice(1), 16);
      const { data: pixels, width: w, height: h } = maskPixels(mask, bounds, [value >> 16, (value >> 8) & 255, value & 255, 110]);
      const part = new OffscreenCanvas(w, h);
      part.getContext("2d")?.putImageData(new ImageData(pixels, w, h), 0, 0);
      context.drawImage(part, Math.floor(bounds.x0), Math.floor(bounds.y0));
    }
  }, [masks, width, height]);
  return masks.length > 0 ? <canvas ref={canvas} width={width} height={height} className={styles.overlay} /> : null;
}

function shapesOf(shapes: { box?: number[] | null; polygon?: number[][] | null; mask?: { size: number[]; counts: string | number[] } | null }): Pick<Mark, "box" | "polygon" | "mask"> {
  return { box: (shapes.box as Mark["box"]) ?? null, polygon: shapes.polygon ?? null, mask: (shapes.mask as Mark["mask"]) ?? null };
}

export function colourOf(name: string): string {
  let hash = 0;
  for (const letter of name) hash = (hash * 31 + letter.charCodeAt(0)) >>> 0;
  return PALETTE[hash % PALETTE.length] ?? PALETTE[0];
}

/** An item may have no labels yet, or be another's task: that is no failure of this page. */
function ignored(error: unknown): unknown {
  return error instanceof ApiError && (error.status === 404 || error.status === 403) ? null : (error ?? null);
}
