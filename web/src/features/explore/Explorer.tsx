import { ActionIcon, Button, Select, SegmentedControl, Slider, TextInput } from "@mantine/core";
import { IconArrowsSort, IconSearch, IconSortAscending, IconSortDescending } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { memo, type MouseEvent, useCallback, useEffect, useRef, useState } from "react";
import { EmptyState, ErrorState, Loading, useKeys, useSession, useView } from "@/shared";
import { type Result, useFields, useFolders, useResult } from "./api";
import { ItemView } from "./item/ItemView";
import { MapPane } from "./map/MapPane";
import { useMapAhead } from "./map/useMapAhead";
import { useNames } from "./names";
import { type Node, valuesOf } from "./nodes";
import { ActionBar } from "./parts/ActionBar";
import { Duplicates } from "./parts/Duplicates";
import { FilterRail } from "./parts/FilterRail";
import { Grid, type GridHandle } from "./parts/Grid";
import { Tokens, undefinedIfEmpty } from "./parts/Tokens";
import { useChosen } from "./parts/useChosen";
import { useUploads } from "./parts/Uploads";
import { clicked, everything, NOTHING } from "./selection";
import { type ChangeView, type Mode, MODES, readView, SIZES, type View } from "./view";
import styles from "./Explorer.module.css";

const SCOPE = "Explore";
const MODE_NAMES: Record<Mode, string> = { grid: "Grid", split: "Both", map: "Map", duplicates: "Duplicates" };

/** All items: found, looked at, chosen and put in order. */
export default function Explorer() {
  const [view, change] = useView<View>(readView) as [View, ChangeView];
  const names = useNames();
  const query = useResult(view);
  const result = query.data;
  /** What is shown is still the answer to the view before. */
  const isStale = query.isPlaceholderData;
  useMapAhead(result !== undefined, view.mode === "map" || view.mode === "split");
  const [chosen, setChosen] = useChosen(view.chosen, change);
  const [focused, setFocused] = useState<number | null>(null);
  const grid = useRef<GridHandle>(null);
  const [folder, folderName] = useFolderOf(view, names.paths);
  const uploads = useUploads(folder, folderName);
  const setFilter = useCallback((filter: Node[]) => change({ filter: undefinedIfEmpty(filter) }), [change]);

  useEffect(() => {
    document.title = "Explore · Everloop";
  }, []);
  const newest = useRef({ result, chosen });
  useEffect(() => {
    newest.current = { result, chosen };
  });
  const pick = useCallback(
    (at: number, event: MouseEvent) => {
      const { result: now, chosen: before } = newest.current;
      if (!now) return;
      setFocused(at);
      setChosen(clicked(before, now.order, at, { shift: event.shiftKey, ctrl: event.ctrlKey || event.metaKey }));
    },
    [setChosen],
  );
  const open = useCallback((item: string | number | undefined, replace = false) => change({ item }, { replace }), [change]);
  const openAt = useCallback((at: number) => open(newest.current.result?.order[at]), [open]);
  const toggle = (at: number) => result && setChosen(clicked(chosen, result.order, at, { shift: false, ctrl: true }));
  useGridKeys({ result, focused, setFocused, grid, openAt, choose: toggle, chooseAll: () => result && !isStale && setChosen(everything(result.order)), isOff: view.item !== undefined, hasGrid: view.mode === "grid" || view.mode === "split" });

  // Without a picture there is no map and nothing is alike: every way to show them says how to bring some.
  const isBare = result?.order.length === 0 && result.reason === null && view.filter.length === 0;
  const nothing = <Nothing view={view} reason={result?.reason ?? null} change={change} upload={uploads.button} />;

  return (
    <section className={styles.explorer} aria-label="Explore">
      <Bar text={view.text} isLike={view.like !== undefined} sort={view.sort} size={view.size} mode={view.mode} change={change} upload={uploads.button} />
      <FilterRail nodes={view.filter} names={names} change={setFilter} />
      <div className={styles.center}>
        <Tokens view={view} count={isStale ? undefined : result?.order.length} names={names} change={change} />
        {query.error && <ErrorState error={query.error} retry={() => void query.refetch()} />}
        <div className={styles.panes} data-mode={isBare ? "grid" : view.mode}>
          {isBare && <div className={styles.pane}>{nothing}</div>}
          {!isBare && (view.mode === "grid" || view.mode === "split") && (
            <div className={styles.pane}>
              {!result && !query.error && <Loading what="items" />}
              {result?.order.length === 0 && nothing}
              {result && result.order.length > 0 && <Grid result={result} size={view.size} chosen={chosen} focused={focused} onPick={pick} onOpen={openAt} handle={grid} />}
            </div>
          )}
          {!isBare && (view.mode === "map" || view.mode === "split") && (
            <div className={styles.pane}>
              <MapPane view={view} order={result?.order} chosen={chosen} names={names} change={change} onOpen={open} />
            </div>
          )}
          {!isBare && view.mode === "duplicates" && <Duplicates view={view} change={change} choose={(seqs) => setChosen({ seqs: new Set(seqs), anchor: null })} />}
        </div>
        {chosen.seqs.size > 0 && <ActionBar chosen={chosen} order={isStale ? undefined : result?.order} clear={() => setChosen(NOTHING)} change={change} />}
      </div>
      {uploads.layer}
      {view.item !== undefined && <ItemView item={view.item} result={result} names={names} open={open} change={change} />}
    </section>
  );
}

const Bar = memo(function Bar({ text: asked = "", isLike, sort, size, mode, change, upload }: Pick<View, "text" | "sort" | "size" | "mode"> & { isLike: boolean; change: ChangeView; upload: React.ReactNode }) {
  const [text, setText] = useState(asked);
  useEffect(() => setText(asked), [asked]);
  const input = useRef<HTMLInputElement>(null);
  useKeys([{ id: "explore.search", scope: SCOPE, keys: "/", title: "Look for pictures by words", run: () => input.current?.focus() }]);
  return (
    <header className={styles.bar}>
      <h1>Explore</h1>
      <form
        className={styles.search}
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          change({ text: text.trim() || undefined, like: undefined });
        }}
      >
        <TextInput ref={input} leftSection={<IconSearch size={14} />} placeholder="What the pictures show, such as “a red car”" aria-label="Look for pictures by words" value={text} onChange={(event) => setText(event.currentTarget.value)} />
      </form>
      <Sort sort={sort} change={change} disabled={asked !== "" || isLike} />
      <div className={styles.grow} />
      <Slider w={80} label={null} min={0} max={SIZES.length - 1} step={1} value={SIZES.findIndex((one) => one === size)} onChange={(at) => change({ size: SIZES[at] }, { replace: true })} thumbLabel="Size of the pictures" />
      <SegmentedControl aria-label="How to show them" value={mode} onChange={(next) => change({ mode: next })} data={MODES.map((value) => ({ value, label: MODE_NAMES[value] }))} />
      {upload}
    </header>
  );
});

function Sort({ sort, change, disabled }: { sort: string | undefined; change: ChangeView; disabled: boolean }) {
  const fields = useFields().data?.filter((one) => one.sortable) ?? [];
  const isDown = sort?.startsWith("-") ?? false;
  const field = sort?.replace(/^-/, "") ?? null;
  return (
    <>
      <Select aria-label="Sort by" placeholder="Sort by" w={150} searchable clearable allowDeselect disabled={disabled} leftSection={<IconArrowsSort size={14} />} value={field} onChange={(next) => change({ sort: next ?? undefined })} data={fields.map((one) => ({ value: one.name, label: one.title || one.name }))} />
      <ActionIcon size="lg" aria-label={isDown ? "Greatest first" : "Least first"} disabled={disabled || field === null} onClick={() => change({ sort: isDown ? (field ?? undefined) : `-${field}` })}>
        {isDown ? <IconSortDescending size={16} /> : <IconSortAscending size={16} />}
      </ActionIcon>
    </>
  );
}

function Nothing({ view, reason, change, upload }: { view: View; reason: string | null; change: ChangeView; upload: React.ReactNode }) {
  const isLocal = useSession().signsIn === "local";
  if (reason !== null) {
    return (
      <EmptyState title={reason} action={<Button onClick={() => change({ text: undefined, like: undefined })}>Show all items</Button>}>
        Try other words, or look for something like a picture that you have.
      </EmptyState>
    );
  }
  if (view.filter.length > 0) {
    return (
      <EmptyState title="No item passes this filter" action={<Button onClick={() => change({ filter: undefined })}>Show all items</Button>}>
        Remove one of the filters above.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="There are no pictures here yet" action={upload}>
      Drop files or folders anywhere on this page, or register a bucket or a folder with <code>everloop source add</code>.
      {isLocal && (
        <>
          {" "}
          To see the whole loop on drawn scenes, run <code>everloop demo</code> on the machine of the server; its progress is under <Link to="/jobs">Jobs</Link>.
        </>
      )}
    </EmptyState>
  );
}

/** The folder that uploads go to: the one that is filtered by, else the root. */
function useFolderOf(view: View, paths: ReadonlyMap<string, string>): [string, string] {
  const folders = useFolders().data;
  const only = valuesOf(view.filter, "folder");
  const root = folders?.find((one) => !one.parent)?.id ?? "root";
  const folder = only.length === 1 ? String(only[0]) : root;
  return [folder, folder === root ? "the root folder" : (paths.get(folder) ?? "the folder")];
}

function useGridKeys({ result, focused, setFocused, grid, openAt, choose, chooseAll, isOff, hasGrid }: {
  result: Result | undefined;
  focused: number | null;
  setFocused: (at: number) => void;
  grid: React.RefObject<GridHandle | null>;
  openAt: (at: number) => void;
  choose: (at: number) => void;
  chooseAll: () => void;
  isOff: boolean;
  hasGrid: boolean;
}) {
  const step = (by: number) => {
    const total = result?.order.length ?? 0;
    if (total === 0) return;
    const next = focused === null ? 0 : Math.max(0, Math.min(total - 1, focused + by));
    setFocused(next);
    grid.current?.reveal(next);
  };
  const row = () => grid.current?.columns ?? 1;
  const arrow = { inPalette: false, when: () => hasGrid && !document.activeElement?.closest('[role="application"]') };
  const onGrid = { inPalette: false, when: () => focused !== null && grid.current?.hasFocus() === true };
  useKeys(
    [
      { ...arrow, id: "explore.left", scope: SCOPE, keys: "ArrowLeft", title: "To the item before", run: () => step(-1) },
      { ...arrow, id: "explore.right", scope: SCOPE, keys: "ArrowRight", title: "To the next item", run: () => step(1) },
      { ...arrow, id: "explore.up", scope: SCOPE, keys: "ArrowUp", title: "A row up", run: () => step(-row()) },
      { ...arrow, id: "explore.down", scope: SCOPE, keys: "ArrowDown", title: "A row down", run: () => step(row()) },
      { ...onGrid, id: "explore.open-here", scope: SCOPE, keys: "Enter", title: "Open the item, on the grid", run: () => focused !== null && openAt(focused) },
      { ...onGrid, id: "explore.choose-here", scope: SCOPE, keys: "Space", title: "Choose the item, or no more, on the grid", run: () => focused !== null && choose(focused) },
      { id: "explore.open", scope: SCOPE, keys: "o", title: "Open the item", run: () => focused !== null && openAt(focused) },
      { id: "explore.choose", scope: SCOPE, keys: "x", title: "Choose the item, or no more", run: () => focused !== null && choose(focused) },
      { id: "explore.all", scope: SCOPE, keys: "Mod+A", title: "Choose all in the filter", run: chooseAll },
    ],
    !isOff,
  );
}
