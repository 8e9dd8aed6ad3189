import { SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import { drawn } from "@/canvas/codec";
import { asOneOf, asText, Page, useKeys, useSession, useView } from "@/shared";
import { issuesQuery, verdictsQuery } from "../api";
import { useObjects, useSignal } from "../hooks";
import { canvasBindings, classBindings, editBindings, toolBindings, viewBindings } from "../keys";
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
import { IssueDialog } from "./IssueDialog";
import { Issues, pinsOf } from "./Issues";
import { ItemPanel } from "./ItemPanel";
import { ObjectList } from "./ObjectList";
import { ReviewBar } from "./ReviewBar";
import { StatusLine } from "./StatusLine";
import { ToolStrip } from "./ToolStrip";
import { TopBar } from "./TopBar";

const PANELS = ["objects", "item", "issues"] as const;

/** The editor's screen for one open task. */
export function Workbench({ session, pinned, onPinned }: { session: TaskSession; pinned: Pinned | null; onPinned: (to: Pinned | null) => void }) {
  const { editor, ontology, item } = session;
  const [view, setView] = useView((raw) => ({ panel: asOneOf(raw.panel, PANELS), issue: asText(raw.issue) }));
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
  const work = useWork(session, (id) => {
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

  useKeys([...toolBindings(editor), ...viewBindings(editor), ...editBindings(editor, () => void session.autosave.flush())]);
  useKeys(useMemo(() => canvasBindings(editor, () => document.activeElement === canvas.current), [editor]));
  useKeys(useMemo(() => classBindings(editor, classes), [editor, classes]), mode.kind === "annotate" || isFixing);

  const panel = view.panel ?? (view.issue ? "issues" : "objects");
  const open = (issues.data ?? []).filter((one) => one.state === "open").length;
  return (
    <Page title={item.name} padded={false} actions={<TopBar session={session} work={work} light={light} onLight={setLight} onSendBack={() => setSendingBack(true)} />}>
      <div className={styles.bench}>
        <aside className={styles.left} aria-label="Tools and classes">
          <ToolStrip editor={editor} />
          <ClassPanel editor={editor} classes={classes} isOpen={mode.kind === "annotate" || isFixing} />
        </aside>
        <div className={styles.middle}>
          <Banners session={session} issues={issues.data ?? []} />
          {mode.kind === "review" && <ReviewBar session={session} judged={judged} isFixing={isFixing} onFixing={fix} isSendingBack={isSendingBack} onSendingBack={setSendingBack} work={work} onJudged={() => void Promise.all([verdicts.refetch(), issues.refetch()])} />}
          <CanvasHost ref={canvas} session={session} pins={pins} light={light} />
          <StatusLine session={session} />
        </div>
        <aside className={styles.right} aria-label="Objects, item and issues">
          <SegmentedControl
            fullWidth
            aria-label="Panel"
            value={panel}
            onChange={(to) => setView({ panel: to as (typeof PANELS)[number], issue: undefined }, { replace: true })}
            data={[
              { value: "objects", label: `Objects ${objects.length}` },
              { value: "item", label: "Item" },
              { value: "issues", label: open > 0 ? `Issues ${open}` : "Issues" },
            ]}
          />
          {panel === "objects" && (
            <>
              <ObjectList session={session} judged={judged} issues={issues.data ?? []} onChosen={focusCanvas} />
              <Attributes session={session} issues={issues.data ?? []} onDone={focusCanvas} />
            </>
          )}
          {panel === "item" && (
            <div className={styles.scroll}>
              <Classifications session={session} onDone={focusCanvas} />
              <ItemPanel item={item} />
            </div>
          )}
          {panel === "issues" && <Issues session={session} query={issues} chosen={view.issue} me={member.id} />}
        </aside>
      </div>
      <IssueDialog session={session} pinned={pinned} onClose={() => { onPinned(null); editor.use("select"); focusCanvas(); }} onRaised={() => { void issues.refetch(); setView({ panel: "issues" }, { replace: true }); }} />
    </Page>
  );
}
