import { ActionIcon, Button, Select } from "@mantine/core";
import { useComputedColorScheme } from "@mantine/core";
import { IconFocusCentered, IconMinus, IconPlus } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { api, data } from "@/api/client";
import { fetchOrder, fetchPoints, type Points } from "@/api/packed";
import { BEHIND, CHOSEN, word } from "@/plot/raster";
import { Plot } from "@/plot/plot";
import { EmptyState, ErrorState, JobProgress, Loading, notifyError, useJob, useJobStarted, useKeys } from "@/shared";
import { type FoundItem, useFields, useProjects } from "../api";
import { type Names, together } from "../nodes";
import type { Chosen } from "../selection";
import type { ChangeView, View } from "../view";
import styles from "./MapPane.module.css";

const SCOPE = "Explore: map";
const COLOURS = ["#4e9fe0", "#e58a3a", "#58b368", "#d65f68", "#9a7bd0", "#b08a5b", "#dd87c3", "#c2c04a", "#3fb8c4", "#8f9aa3"] as const;
const PLAIN = { light: "#0b6e62", dark: "#4fd1c5" };
const BEHINDS = { light: "#cfd5d9", dark: "#333c41" };
const CHOSENS = { light: "#c2410c", dark: "#ffb454" };

interface Props {
  view: View;
  order: Uint32Array | undefined;
  chosen: Chosen;
  names: Names;
  change: ChangeView;
  onOpen: (seq: number) => void;
}

/** A map of the pictures by their looks: near on it is alike. A lasso becomes a part of the filter. */
export function MapPane(props: Props) {
  const { view, change } = props;
  const query = useQuery({
    queryKey: ["maps"],
    queryFn: ({ signal }) => data(api.GET("/api/v1/maps", { params: { query: { limit: 100 } }, signal })),
  });
  const maps = [...(query.data?.items ?? [])].sort((a, b) => b.created_at - a.created_at);
  const map = maps.find((one) => one.id === view.map) ?? maps.find((one) => one.state === "ready") ?? maps[0];
  if (query.error) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Loading what="maps" />;
  if (!map) return <NoMap />;
  if (map.state !== "ready") return <Fitting job={map.job} />;
  return <Drawn key={map.id} {...props} map={map.id} choices={maps.map((one) => ({ value: one.id, label: `${one.name || one.space} (${one.method}, ${one.items.toLocaleString("en")})` }))} onMap={(id) => change({ map: id })} />;
}

function NoMap() {
  const client = useQueryClient();
  const started = useJobStarted();
  const make = () =>
    data(api.POST("/api/v1/maps", { body: { name: "Looks" } })).then(() => {
      started();
      return client.invalidateQueries({ queryKey: ["maps"] });
    }, notifyError);
  return (
    <EmptyState title="There is no map yet" action={<Button onClick={() => void make()}>Make a map of all pictures</Button>}>
      A map puts pictures that look alike near each other, so that groups and outliers are seen at once.
    </EmptyState>
  );
}

function Fitting({ job }: { job: string }) {
  const client = useQueryClient();
  const query = useJob(job, () => void client.invalidateQueries({ queryKey: ["maps"] }));
  if (query.error) return <ErrorState error={query.error} />;
  return (
    <div className={styles.fitting}>
      <p>The map is being made.</p>
      {query.data && <JobProgress job={query.data} />}
      {query.data && (query.data.state === "failed" || query.data.state === "cancelled") && <NoMap />}
    </div>
  );
}

function Drawn({ view, order, chosen, names, change, onOpen, map, choices, onMap }: Props & { map: string; choices: { value: string; label: string }[]; onMap: (id: string) => void }) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<Plot | null>(null);
  const scheme = useComputedColorScheme("dark");
  const client = useQueryClient();
  const query = useQuery({ queryKey: ["map-points", map], staleTime: 300_000, gcTime: 60_000, queryFn: ({ signal }) => fetchPoints(map, null, signal) });
  const points = query.data;
  const colours = useColours(view.colour, points, names);
  const [hover, setHover] = useState<{ seq: number; x: number; y: number } | null>(null);
  const lastLasso = useRef<string | null>(null);
  const newest = useRef({ points, view, scheme, onOpen });
  useEffect(() => {
    newest.current = { points, view, scheme, onOpen };
  });

  useEffect(() => {
    if (!host.current) return undefined;
    const lasso = async (polygon: [number, number][]) => {
      const made = await data(api.POST("/api/v1/maps/{map_id}/lasso", { params: { path: { map_id: map } }, body: { polygon } }));
      const others = newest.current.view.filter.filter((node) => !("set" in node && node.set === lastLasso.current));
      lastLasso.current = made.hash;
      change({ filter: [...others, { set: made.hash }] });
    };
    const made = new Plot(
      host.current,
      {
        onLasso: (polygon) => void lasso(polygon).catch(notifyError),
        onHover: (at, x, y) => setHover(at < 0 ? null : { seq: newest.current.points?.seqs[at] ?? 0, x, y }),
        onClick: (at) => newest.current.onOpen(newest.current.points?.seqs[at] ?? 0),
      },
      () => CHOSENS[newest.current.scheme],
    );
    plot.current = made;
    return () => {
      plot.current = null;
      made.destroy();
    };
  }, [map, change]);

  useEffect(() => {
    if (points) plot.current?.setPoints(points.xy);
  }, [points, map, change]);
  useEffect(() => {
    if (!points) return;
    plot.current?.setClasses(classesOf(points, order, chosen.seqs, colours.bySeq), paletteOf(scheme));
  }, [points, order, chosen, colours.bySeq, scheme, map, change]);

  useKeys([
    { id: "map.fit", scope: SCOPE, keys: "0", title: "Show the whole map", run: () => plot.current?.fit() },
    { id: "map.in", scope: SCOPE, keys: ["+", "="], title: "Nearer", run: () => plot.current?.zoom(1.4) },
    { id: "map.out", scope: SCOPE, keys: "-", title: "Farther", run: () => plot.current?.zoom(1 / 1.4) },
  ]);
  const newItems = () => data(api.POST("/api/v1/maps/{map_id}/place", { params: { path: { map_id: map } } })).then(() => client.invalidateQueries({ queryKey: ["jobs"] }), notifyError);
  return (
    <>
      <div className={styles.bar}>
        {choices.length > 1 && <Select aria-label="Which map" value={map} data={choices} onChange={(id) => id && onMap(id)} w={150} />}
        <ColourBy value={view.colour} change={change} names={names} />
        <span className={styles.hint}>Drag to circle points, Shift-drag to move, wheel to zoom</span>
        <ActionIcon aria-label="Farther" onClick={() => plot.current?.zoom(1 / 1.4)}><IconMinus size={14} /></ActionIcon>
        <ActionIcon aria-label="Nearer" onClick={() => plot.current?.zoom(1.4)}><IconPlus size={14} /></ActionIcon>
        <ActionIcon aria-label="Show the whole map" onClick={() => plot.current?.fit()}><IconFocusCentered size={14} /></ActionIcon>
        <Button variant="subtle" onClick={() => void newItems()}>Place new items</Button>
      </div>
      {query.error && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {!points && !query.error && <Loading what="the map" />}
      <div ref={host} className={styles.host} role="img" aria-label={`Map of ${points?.seqs.length ?? 0} items`} data-testid="map" />
      {colours.legend.length > 0 && (
        <ul className={styles.legend}>
          {colours.legend.map((label, at) => (
            <li key={label}>
              <i style={{ background: COLOURS[at % COLOURS.length] }} />
              {label}
            </li>
          ))}
        </ul>
      )}
      {hover && <Hovered seq={hover.seq} x={hover.x} y={hover.y} />}
    </>
  );
}

function Hovered({ seq, x, y }: { seq: number; x: number; y: number }) {
  const query = useQuery({
    queryKey: ["explore", "items", String(seq)],
    staleTime: 60_000,
    queryFn: ({ signal }): Promise<FoundItem[]> => data(api.POST("/api/v1/search/items", { body: { seqs: [seq] }, signal })),
  });
  const item = query.data?.[0];
  if (!item) return null;
  return (
    <div className={styles.hovered} style={{ left: x, top: y }}>
      {item.thumbnail && <img src={item.thumbnail} alt="" />}
      <span>{item.name}</span>
    </div>
  );
}

function ColourBy({ value, change, names }: { value: string | undefined; change: ChangeView; names: Names }) {
  const fields = useFields().data ?? [];
  const projects = useProjects().data?.items ?? [];
  const choices = [
    ...fields.filter((one) => one.countable && !["id", "content_hash", "phash"].includes(one.name)).map((one) => one.name),
    ...projects.flatMap((one) => [`project.${one.id}.state`, `project.${one.id}.classes`]),
  ];
  return <Select aria-label="Colour by" placeholder="Colour by" clearable allowDeselect searchable w={150} value={value ?? null} onChange={(next) => change({ colour: next ?? undefined }, { replace: true })} data={choices.map((name) => ({ value: name, label: names.field(name) }))} />;
}

/** Colours by a field's most frequent values: each is asked for as an order of its own. */
function useColours(field: string | undefined, points: Points | undefined, names: Names) {
  const query = useQuery({
    queryKey: ["map-colours", field],
    enabled: field !== undefined && points !== undefined,
    staleTime: 30_000,
    queryFn: async ({ signal }) => {
      const said = await data(api.POST("/api/v1/search/facets", { body: { fields: [field ?? ""], limit: COLOURS.length - 1 }, signal }));
      const values = said.facets[0]?.values.map((one) => one.value) ?? [];
      const members = await Promise.all(values.map((value) => fetchOrder(together([{ in: { f: field, v: [value === "true" ? true : value === "false" ? false : value] } }]), null, signal)));
      const bySeq = new Map<number, number>();
      members.forEach((seqs, at) => seqs.forEach((seq) => !bySeq.has(seq) && bySeq.set(seq, at + 1)));
      return { values, bySeq };
    },
  });
  const said = field === undefined ? undefined : query.data;
  return useMemo(() => ({ bySeq: said?.bySeq ?? null, legend: said?.values.map((one) => names.value(field ?? "", one)) ?? [] }), [said, names, field]);
}

/** The palette's place of every point: behind where the filter leaves it out, else by its colour, above all where it is chosen. */
export function classesOf(points: Points, order: Uint32Array | undefined, chosen: ReadonlySet<number>, colours: ReadonlyMap<number, number> | null): Uint8Array {
  const { seqs } = points;
  const inside = new Set(order);
  const classes = new Uint8Array(seqs.length);
  for (let i = 0; i < seqs.length; i += 1) {
    const seq = seqs[i] as number;
    const shown = order === undefined || inside.has(seq);
    classes[i] = chosen.has(seq) ? CHOSEN : !shown ? BEHIND : colours === null ? 1 : 1 + (colours.get(seq) ?? 0);
  }
  return classes;
}

/** Place 1 is the plain colour; with a field's colours 2 and on are its values. */
function paletteOf(scheme: "light" | "dark"): Uint32Array {
  const palette = new Uint32Array(256).fill(word(PLAIN[scheme]));
  COLOURS.forEach((colour, at) => {
    palette[at + 2] = word(colour);
  });
  palette[BEHIND] = word(BEHINDS[scheme]);
  palette[CHOSEN] = word(CHOSENS[scheme]);
  return palette;
}
