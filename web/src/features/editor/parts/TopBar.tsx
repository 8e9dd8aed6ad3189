import { ActionIcon, Button, Popover, Slider, Text } from "@mantine/core";
import { IconArrowBackUp, IconArrowForwardUp, IconBrightness } from "@tabler/icons-react";
import { useState, useSyncExternalStore } from "react";
import { KeyHint, useKeys } from "@/shared";
import { useSeen, useSignal } from "../hooks";
import type { TaskSession } from "../session";
import type { Work } from "../work";
import styles from "./editor.module.css";

interface Light {
  brightness: number;
  contrast: number;
}

/** Where the task stands and what is done with it as a whole. */
export function TopBar({ session, work, light, onLight, onSendBack }: { session: TaskSession; work: Work; light: Light; onLight: (to: Light) => void; onSendBack: () => void }) {
  const { editor } = session;
  const mode = useSignal(session.mode);
  const task = useSignal(session.task);
  const [isLightOpen, setLightOpen] = useState(false);
  const undo = useSyncExternalStore(editor.history.subscribe, () => `${editor.history.canUndo} ${editor.history.canRedo}`);
  const [canUndo, canRedo] = undo.split(" ").map((one) => one === "true");
  const isSeen = useSeen(session);
  const stage = session.project.graph.stages.find((one) => one.id === task.stage);
  useKeys([{ id: "editor.light", scope: "Label editor", keys: "Shift+B", title: "Brightness and contrast", run: () => setLightOpen(!isLightOpen) }]);
  useKeys(
    [
      { id: "editor.submit", scope: "Task", keys: "Mod+Enter", title: "Submit and go on", inFields: true, run: () => isSeen() && work.submit() },
      { id: "editor.skip", scope: "Task", keys: "Mod+Shift+Enter", title: "Skip and go on", run: () => isSeen() && work.skip() },
    ],
    mode.kind === "annotate",
  );
  return (
    <>
      <span className={styles.quiet}>{session.project.title} · {stage?.title ?? task.stage}{task.round > 1 && ` · round ${task.round}`}</span>
      <KeyHint binding="editor.undo"><ActionIcon size={26} aria-label="Undo" disabled={!canUndo} onClick={() => editor.undo()}><IconArrowBackUp size={16} /></ActionIcon></KeyHint>
      <KeyHint binding="editor.redo"><ActionIcon size={26} aria-label="Redo" disabled={!canRedo} onClick={() => editor.redo()}><IconArrowForwardUp size={16} /></ActionIcon></KeyHint>
      <Popover opened={isLightOpen} onChange={setLightOpen} position="bottom-end" width={240} trapFocus>
        <Popover.Target>
          <ActionIcon size={26} aria-label="Brightness and contrast" aria-expanded={isLightOpen} onClick={() => setLightOpen(!isLightOpen)}><IconBrightness size={16} /></ActionIcon>
        </Popover.Target>
        <Popover.Dropdown>
          <Text size="xs">Brightness {Math.round(light.brightness * 100)} %</Text>
          <Slider thumbLabel="Brightness" min={0.2} max={3} step={0.05} label={null} value={light.brightness} onChange={(brightness) => onLight({ ...light, brightness })} />
          <Text size="xs" mt="sm">Contrast {Math.round(light.contrast * 100)} %</Text>
          <Slider thumbLabel="Contrast" min={0.2} max={3} step={0.05} label={null} value={light.contrast} onChange={(contrast) => onLight({ ...light, contrast })} />
          <Button mt="sm" size="compact-xs" variant="default" onClick={() => onLight({ brightness: 1, contrast: 1 })}>As it is</Button>
        </Popover.Dropdown>
      </Popover>
      {mode.kind !== "view" && <Button variant="default" disabled={work.busy !== null} onClick={work.release}>Give back</Button>}
      {mode.kind !== "view" && <KeyHint binding="editor.skip"><Button variant="default" disabled={work.busy !== null} loading={work.busy === "skip"} onClick={work.skip}>Skip</Button></KeyHint>}
      {mode.kind === "annotate" && <KeyHint binding="editor.submit"><Button disabled={work.busy !== null} loading={work.busy === "submit"} onClick={work.submit}>Submit</Button></KeyHint>}
      {mode.kind === "review" && <KeyHint binding="review.reject"><Button variant="light" color="red" disabled={work.busy !== null} onClick={onSendBack}>Send back</Button></KeyHint>}
      {mode.kind === "review" && <KeyHint binding="review.approve"><Button disabled={work.busy !== null} loading={work.busy === "approve"} onClick={work.approve}>Approve</Button></KeyHint>}
    </>
  );
}
