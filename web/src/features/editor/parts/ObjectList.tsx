import { ActionIcon } from "@mantine/core";
import { IconCheck, IconEye, IconEyeOff, IconLock, IconLockOpen, IconMessagePin, IconTrash, IconX } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactElement, useEffect, useMemo, useRef } from "react";
import { drawn, type Annotation } from "@/canvas/codec";
import { KeyHint } from "@/shared";
import type { Issue } from "../api";
import { missing, type OntologyClass } from "../attributes";
import { useEditor, useObjects } from "../hooks";
import { zoomToSelection } from "../keys";
import type { Judged } from "../review";
import type { TaskSession } from "../session";
import styles from "./editor.module.css";

const ROW_PX = 30;

/** All objects, of which only those in sight are in the page. */
export function ObjectList({ session, judged, issues, onChosen }: { session: TaskSession; judged: Judged; issues: readonly Issue[]; onChosen: () => void }) {
  const { editor, ontology } = session;
  const all = useObjects(editor);
  const objects = useMemo(() => all.filter((one) => drawn(one) !== null), [all]);
  const classes = useMemo(() => new Map(ontology.classes.map((one) => [one.id, one])), [ontology]);
  const talked = useMemo(() => new Map(issues.filter((one) => one.state === "open" && one.anchor.object_id).map((one) => [one.anchor.object_id, one])), [issues]);
  const selection = useEditor(editor, (state) => state.selection);
  const canEdit = useEditor(editor, (state) => state.canEdit);
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({ count: objects.length, getScrollElement: () => scroller.current, estimateSize: () => ROW_PX, overscan: 8, initialRect: { width: 280, height: 400 } });
  const [only] = selection;
  useEffect(() => {
    if (selection.size !== 1) return;
    const at = objects.findIndex((one) => one.object_id === only);
    if (at >= 0) rows.scrollToIndex(at, { align: "auto" });
    // Follow the selection, not every change of the list.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [only, selection.size]);

  if (objects.length === 0 && !canEdit) return <p className={styles.quiet}>Nothing is drawn on this picture.</p>;
  if (objects.length === 0) return <p className={styles.quiet}>Nothing is drawn yet. Take a class by its key, then press and drag on the picture. Submitting without objects says that there are none.</p>;
  return (
    <div ref={scroller} className={styles.objects} role="list" aria-label="Objects" tabIndex={-1}>
      <div className={styles.tall} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const one = objects[index];
          return one && (
            <div key={one.object_id} role="listitem" className={styles.at} style={{ transform: `translateY(${start}px)`, height: ROW_PX }}>
              <Row session={session} one={one} number={index + 1} style={classes.get(one.class_id)} isSelected={selection.has(one.object_id)} opinion={judged.get(one.object_id)?.opinion} issue={talked.get(one.object_id)} onChosen={onChosen} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Row({ session, one, number, style, isSelected, opinion, issue, onChosen }: { session: TaskSession; one: Annotation; number: number; style: OntologyClass | undefined; isSelected: boolean; opinion: "approved" | "rejected" | undefined; issue: Issue | undefined; onChosen: () => void }) {
  const { editor } = session;
  const id = one.object_id;
  const isHidden = useEditor(editor, (state) => state.isAllHidden || state.hidden.has(id));
  const isLocked = useEditor(editor, (state) => state.locked.has(id));
  const canEdit = useEditor(editor, (state) => state.canEdit);
  const lacks = style && !one.proposed ? missing(style, one.answers ?? {}).length : 0;
  const name = `${style?.name ?? one.class_id} ${number}`;
  return (
    <div className={styles.object} data-selected={isSelected || undefined} data-opinion={opinion}>
      <button
        type="button"
        className={styles.pick}
        aria-pressed={isSelected}
        onClick={(event) => {
          if (event.shiftKey) editor.toggle(id);
          else editor.select([id]);
          onChosen();
        }}
        onDoubleClick={() => zoomToSelection(editor)}
        title={issue?.comments[0]?.text}
      >
        <span className={styles.swatch} style={{ background: style?.colour }} />
        <span className={styles.cut}>{name}</span>
        {one.proposed && <span className={styles.chip}>pre-label</span>}
        {(one.proposed || one.origin === "model") && <span className={styles.number}>{Math.round(one.confidence * 100)} %</span>}
        {lacks > 0 && <span className={styles.lacks}>{lacks} to answer</span>}
        {issue && <IconMessagePin size={14} className={styles.bad} aria-label="An issue is open" />}
        {opinion === "approved" && <IconCheck size={14} className={styles.good} aria-label="Approved" />}
        {opinion === "rejected" && <IconX size={14} className={styles.bad} aria-label="Rejected" />}
      </button>
      {one.proposed && canEdit && (
        <Hint of="editor.accept" isOn={isSelected}>
          <ActionIcon size={24} aria-label={`Accept the pre-label ${name}`} color="green" onClick={() => editor.accept([id])}>
            <IconCheck size={14} />
          </ActionIcon>
        </Hint>
      )}
      <Hint of="editor.hide" isOn={isSelected}>
        <ActionIcon size={24} aria-label={isHidden ? `Show ${name}` : `Hide ${name}`} onClick={() => editor.setHidden([id], !isHidden)}>
          {isHidden ? <IconEyeOff size={14} /> : <IconEye size={14} />}
        </ActionIcon>
      </Hint>
      <Hint of="editor.lock" isOn={isSelected}>
        <ActionIcon size={24} aria-label={isLocked ? `Unlock ${name}` : `Lock ${name}`} onClick={() => editor.setLocked([id], !isLocked)}>
          {isLocked ? <IconLock size={14} /> : <IconLockOpen size={14} />}
        </ActionIcon>
      </Hint>
      {canEdit && (
        <Hint of={one.proposed ? "editor.refuse" : "editor.backspace"} isOn={isSelected}>
          <ActionIcon size={24} aria-label={`${one.proposed ? "Refuse the pre-label" : "Delete"} ${name}`} disabled={isLocked} onClick={() => editor.commit([[id, null]])}>
            <IconTrash size={14} />
          </ActionIcon>
        </Hint>
      )}
    </div>
  );
}

/** The key's tooltip, on the row that the key is about. */
function Hint({ of, isOn, children }: { of: string; isOn: boolean; children: ReactElement }) {
  return isOn ? <KeyHint binding={of}>{children}</KeyHint> : children;
}
