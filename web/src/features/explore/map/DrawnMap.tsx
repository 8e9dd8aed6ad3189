import { ActionIcon, Button, Select, useComputedColorScheme } from "@mantine/core";
import { IconFocusCentered, IconMinus, IconPlus } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type RefObject, useEffect, useImperativeHandle, useMemo, useRef, useState, type Ref } from "react";
import { api, data } from "@/api/client";
import { Plot } from "@/plot/plot";
import { ErrorState, KeyHint, Loading, notify, notifyError, useJobStarted } from "@/shared";
import { pointsQuery, tellOrder, useFields, useProjects } from "../api";
import type { Names } from "../nodes";
import { storedSet } from "../parts/useChosen";
import { cameraOf, type ChangeView } from "../view";
import { CHOSENS, classesOf, coloursOf, paletteOf, useGroups } from "./groups";
import { Hovered, type Pointed } from "./Hovered";
import { Legend } from "./Legend";
import type { MapProps } from "./MapPane";
import styles from "./MapPane.module.css";
import { useLookInAddress } from "./useLookInAddress";
import { useMapKeys } from "./useMapKeys";

const GESTURES = "Drag to circle points, Shift-drag to move, wheel to zoom";

type Props = MapProps & { map: string; choices: { value: string; label: string }[]; onMap: (id: string) => void };

/** A map that is there: its points, what they are coloured by, and the lasso. */
export function DrawnMap({ view, order, chosen, names, change, onOpen, map, choices, onMap }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<Plot | null>(null);
  const client = useQueryClient();
  const scheme = useComputedColorScheme("dark");
  const query = useQuery(pointsQuery(map));
  const points = query.data;
  const fields = useFields().data;
  const coloured = useGroups(view.colour, fields ?? []);
  const said = view.colour === undefined ? undefined : coloured.data;
  const colours = useMemo(() => (said ? coloursOf(said.groups, said.isRanged) : null), [said]);
  const point = useRef<(at: Pointed | null) => void>(null);
  const [isBroken, setBroken] = useState(false);
  const looks = useMemo(() => ({ order, chosen, placeOf: said?.placeOf ?? null, palette: paletteOf(scheme, colours) }), [order, chosen, said, scheme, colours]);
  const newest = useRef({ points, view, scheme, onOpen, looks });
  useEffect(() => {
    newest.current = { points, view, scheme, onOpen, looks };
  });
  const onLook = useLookInAddress(plot, map, view, change);

  useEffect(() => {
    if (!host.current) return undefined;
    /** Show at once what is inside, and keep it as a set: that is then a part of the filter and of the address. */
    const lasso = async (places: Uint32Array) => {
      const { points: all, looks: before } = newest.current;
      if (!all) return;
      if (places.length === 0) {
        notify("No point is inside the line.");
        return;
      }
      const seqs = places.map((at) => all.seqs[at] ?? 0);
      const show = (shown: Uint32Array | undefined) => plot.current?.setClasses(classesOf(all, shown, before.chosen.seqs, before.placeOf), before.palette);
      show(seqs);
      try {
        const kept = await storedSet(seqs);
        const now = newest.current.view;
        const others = now.filter.filter((node) => !("set" in node && (node.set === now.lasso || node.set === kept.hash)));
        const filter = [...others, { set: kept.hash }];
        client.setQueryData(["set", kept.hash], kept);
        tellOrder(client, { ...now, filter: others }, { ...now, filter }, seqs);
        change({ filter, lasso: kept.hash });
      } catch (error) {
        show(before.order);
        notifyError(error);
      }
    };
    const made = new Plot(
      host.current,
      {
        onLasso: (places) => void lasso(places),
        onHover: (at, x, y) => point.current?.(at < 0 ? null : { seq: newest.current.points?.seqs[at] ?? 0, x, y }),
        onClick: (at) => newest.current.onOpen(newest.current.points?.seqs[at] ?? 0),
        onLook,
        onFail: () => setBroken(true),
      },
      () => CHOSENS[newest.current.scheme],
      view.renderer,
    );
    plot.current = made;
    return () => {
      plot.current = null;
      made.destroy();
    };
  }, [map, change, client, onLook, view.renderer]);

  useEffect(() => {
    if (points) plot.current?.setPoints(points.xy, cameraOf(newest.current.view.camera));
  }, [points, map, change, client, view.renderer]);
  useEffect(() => {
    if (points) plot.current?.setClasses(classesOf(points, looks.order, looks.chosen.seqs, looks.placeOf), looks.palette);
  }, [points, looks, map, change, client, view.renderer]);
  useMapKeys(plot, host, view, change);

  return (
    <>
      <div className={styles.bar}>
        {choices.length > 1 && <Select aria-label="Which map" value={map} data={choices} onChange={(id) => id && onMap(id)} w={150} />}
        <ColourBy value={view.colour} change={change} names={names} />
        <span className={styles.hint} title={GESTURES}>{GESTURES}</span>
        <KeyHint binding="map.out"><ActionIcon aria-label="Farther" onClick={() => plot.current?.zoom(1 / 1.4)}><IconMinus size={14} /></ActionIcon></KeyHint>
        <KeyHint binding="map.in"><ActionIcon aria-label="Nearer" onClick={() => plot.current?.zoom(1.4)}><IconPlus size={14} /></ActionIcon></KeyHint>
        <KeyHint binding="map.fit"><ActionIcon aria-label="Show the whole map" onClick={() => plot.current?.fit()}><IconFocusCentered size={14} /></ActionIcon></KeyHint>
        <PlaceNew map={map} />
      </div>
      {query.error && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {view.colour !== undefined && coloured.error && <ErrorState error={coloured.error} retry={() => void coloured.refetch()} />}
      {isBroken && <p className={styles.reason} role="alert">The map cannot be drawn: what draws it failed. Reload the page to try again.</p>}
      {!points && !query.error && <Loading what="the map" />}
      <div className={styles.frame}>
        <div ref={host} className={styles.host} tabIndex={0} role="application" aria-label={`Map of ${points?.seqs.length ?? 0} items`} data-testid="map" />
        {said && colours && <Legend field={view.colour ?? ""} groups={said.groups} colours={colours} scheme={scheme} nodes={view.filter} names={names} change={change} />}
        <UnderPointer frame={host} handle={point} />
      </div>
    </>
  );
}

/** The item under the pointer: a part of its own, so that the pointer's moves draw nothing else anew. */
function UnderPointer({ frame, handle }: { frame: RefObject<HTMLElement | null>; handle: Ref<(at: Pointed | null) => void> }) {
  const [pointed, setPointed] = useState<Pointed | null>(null);
  useImperativeHandle(handle, () => setPointed, []);
  return pointed && <Hovered pointed={pointed} frame={frame} />;
}

function PlaceNew({ map }: { map: string }) {
  const client = useQueryClient();
  const started = useJobStarted();
  const place = () =>
    data(api.POST("/api/v1/maps/{map_id}/place", { params: { path: { map_id: map } } })).then(() => {
      started();
      return client.invalidateQueries({ queryKey: ["jobs"] });
    }, notifyError);
  return <Button variant="subtle" onClick={() => void place()}>Place new items</Button>;
}

const NO_COLOUR = new Set(["id", "content_hash", "phash", "seq", "revision"]);

function ColourBy({ value, change, names }: { value: string | undefined; change: ChangeView; names: Names }) {
  const fields = (useFields().data ?? []).filter((one) => !NO_COLOUR.has(one.name));
  const projects = useProjects().data ?? [];
  const named = (all: string[]) => all.map((name) => ({ value: name, label: names.field(name) }));
  const groups = [
    { group: "What it is", items: named(fields.filter((one) => one.countable).map((one) => one.name)) },
    { group: "What is measured", items: named(fields.filter((one) => one.ranged && !one.countable).map((one) => one.name)) },
    { group: "Projects", items: named(projects.flatMap((one) => [`project.${one.id}.classes`, `project.${one.id}.state`])) },
  ];
  return <Select aria-label="Colour by" placeholder="Colour by" clearable allowDeselect searchable w={150} value={value ?? null} onChange={(next) => change({ colour: next ?? undefined }, { replace: true })} data={groups.filter((one) => one.items.length > 0)} />;
}
