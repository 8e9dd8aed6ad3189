import { SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useMemo, useRef, useState } from "react";
import { drawn } from "@/canvas/codec";
import type { Pin } from "@/canvas/render/stage";
import { asNumber, asOneOf, asText, ErrorState, Page, useKeys, useSession, useView } from "@/shared";
import { issuesQuery, verdictsQuery } from "../api";
import { useOld } from "../history";
import { useObjects, useSignal } from "../hooks";
import { canvasBindings, classBindings, editBindings, gestureBindings, objectBindings, toolBindings, viewBindings } from "../keys";
import type { Pinned } from "../LabelEditor";
import { standing } from "../review";
import type { TaskSession } from "../session";
import { useWork } from "../work";
import { Attributes } from "./Attributes";
import { Banners } from "./Banners";
import { CanvasHost } from "./CanvasHost";
import { ClassPanel } from "./ClassPanel";
import { Classifications } from "./Classifications";
import styles from "./editor.module.css";
import { History, OldBanner } from "./History";
import { IssueDialog } from "./IssueDialog";
import { Issues, pinsOf } from "./Issues";
import { ItemPanel } from "./ItemPanel";
import { ObjectList } from "./ObjectList";
import { ReviewBar } from "./ReviewBar";
import { StatusLine } from "./StatusLine";
import { ToolStrip } from "./ToolStrip";
import { TopBar } from "./TopBar";

const PANELS = ["objects", "item", "issues", "history"] as const;

const NO_PINS: readonly Pin[] = [];

/** The editor's screen for one open task. */
export function Workbench({ session, pinned, onPinned }: { session: TaskSession; pinned: Pinned | null; onPinned: (to: Pinned | null) => void }) {
  const { editor, ontology, item } = session;
  const [view, setView] = useView((raw) => ({ panel: asOneOf(raw.panel, PANELS), issue: asText(raw.issue), rev: asNumber(raw.rev) }));
  const [light, setLight] = useState({ brightness: 1, contrast: 1 });
  const [isFixing, setFixing] = useState(false);
  const [isSendingBack, setSendingBack] = useState(false);
  const canvas = useRef<HTMLDivElement>(null);
  const { member } = useSession();
  const mode = useSignal(session.mode);
  const task = useSignal(session.task);
  const objects = useObjects(editor);
  const issues = useQuery(issuesQuery(task.project, task.item));
  const verdicts = useQuery(verdictsQuery(task.project, task.id));
  const judged = useMemo(() => standing(verdicts.data ?? [], task), [verdicts.data, task]);
  const panel = view.panel ?? (view.issue ? "issues" : "objects");
  const { old, error: oldError, retry } = useOld(session, panel === "history" ? view.rev : undefined);
  const work = useWork(session, old !== null, (id) => {
    editor.select([id]);
    setView({ panel: editor.store.get(id) && drawn(editor.store.get(id)!) ? "objects" : "item" });
  });
  const classes = useMemo(() => ontology.classes.filter((one) => one.shapes.length > 0 && !one.archived), [ontology]);
  const pins = useMemo(() => pinsOf(issues.data ?? [], objects), [issues.data, objects]);
  const focusCanvas = (): void => canvas.current?.focus({ preventScroll: true });
  const fix = (next: boolean): void => {
    setFixing(next);
    session.setFixing(next);
  };

  // The picture first: the panels beside it follow in pieces that let frames through.
  const hasPanels = useDeferredValue(true, false);
  const shown = old?.editor ?? editor;
  const show = (rev: number | undefined): void => {
    if (old && rev === undefined) editor.viewport.set(old.editor.view);
    setView({ panel: "history", rev });
  };

  useKeys([...gestureBindings(), ...toolBindings(shown), ...viewBindings(shown), ...editBindings(shown, () => void session.autosave.flush())]);
  useKeys(useMemo(() => canvasBindings(shown, () => document.activeElement === canvas.current), [shown]));
  useKeys(useMemo(() => classBindings(editor, classes), [editor, classes]), !old && (mode.kind === "annotate" || isFixing));
  useKeys(useMemo(() => objectBindings(shown), [shown]), mode.kind !== "review");

  const open = (issues.data ?? []).filter((one) => one.state === "open").length;
  return (
    <Page title={item.name} padded={false} actions={<TopBar session={session} work={work} light={light} onLight={setLight} onSendBack={() => setSendingBack(true)} />}>
      <div className={styles.bench}>
        <aside className={styles.left} aria-label="Tools and classes">
          <ToolStrip editor={shown} />
          <ClassPanel editor={editor} classes={classes} isOpen={!old && (mode.kind === "annotate" || isFixing)} onTaken={focusCanvas} />
        </aside>
        <div className={styles.middle}>
          <Banners session={session} issues={issues.data ?? []} />
          {mode.kind === "review" && <ReviewBar session={session} judged={judged} isFixing={isFixing} onFixing={fix} isSendingBack={isSendingBack} onSendingBack={setSendingBack} work={work} onJudged={() => void Promise.all([verdicts.refetch(), issues.refetch()])} />}
          {old && <OldBanner session={session} old={old} onDone={() => show(undefined)} />}
          {oldError && <ErrorState error={oldError} retry={retry} />}
          <CanvasHost ref={canvas} session={session} editor={shown} pins={old ? NO_PINS : pins} light={light} />
          <StatusLine session={session} editor={shown} />
        </div>
        <aside className={styles.right} aria-label="Objects, item, issues and history">
          {hasPanels && <SegmentedControl
            fullWidth
            aria-label="Panel"
            value={panel}
            onChange={(to) => setView({ panel: to as (typeof PANELS)[number], issue: undefined, rev: undefined }, { replace: true })}
            data={[
              { value: "objects", label: `Objects ${objects.length}` },
              { value: "item", label: "Item" },
              { value: "issues", label: open > 0 ? `Issues ${open}` : "Issues" },
              { value: "history", label: "History" },
            ]}
          />}
          {hasPanels && panel === "objects" && (
            <>
              <ObjectList session={session} judged={judged} issues={issues.data ?? []} onChosen={focusCanvas} />
              <Attributes session={session} issues={issues.data ?? []} onDone={focusCanvas} />
            </>
          )}
          {hasPanels && panel === "item" && (
            <div className={styles.scroll}>
              <Classifications session={session} onDone={focusCanvas} />
              <ItemPanel item={item} />
            </div>
          )}
          {hasPanels && panel === "issues" && <Issues session={session} query={issues} chosen={view.issue} me={member.id} />}
          {hasPanels && panel === "history" && <History session={session} shown={view.rev} onShow={show} />}
        </aside>
      </div>
      <IssueDialog session={session} pinned={pinned} onClose={() => { onPinned(null); editor.use("select"); focusCanvas(); }} onRaised={() => { void issues.refetch(); setView({ panel: "issues" }, { replace: true }); }} />
    </Page>
  );
}
