import { ActionIcon } from "@mantine/core";
import { IconHandStop, IconMessagePin, IconPointer, IconPolygon, IconSquare, type IconProps } from "@tabler/icons-react";
import type { ComponentType } from "react";
import type { Editor } from "@/canvas/editor";
import { TOOL_IDS, TOOLS, type ToolId } from "@/canvas/tools/registry";
import { KeyHint } from "@/shared";
import { useEditor } from "../hooks";
import styles from "./editor.module.css";

const ICONS: Record<ToolId, ComponentType<IconProps>> = { select: IconPointer, pan: IconHandStop, box: IconSquare, polygon: IconPolygon, pin: IconMessagePin };

export function ToolStrip({ editor }: { editor: Editor }) {
  const now = useEditor(editor, (state) => state.tool);
  const canEdit = useEditor(editor, (state) => state.canEdit);
  return (
    <div className={styles.tools} role="toolbar" aria-label="Tools">
      {TOOL_IDS.map((id) => {
        const Icon = ICONS[id];
        return (
          <KeyHint key={id} binding={`editor.tool.${id}`}>
            <ActionIcon size={30} variant={now === id ? "filled" : "subtle"} color={now === id ? "teal" : "gray"} aria-label={TOOLS[id].title} aria-pressed={now === id} disabled={TOOLS[id].edits && !canEdit} onClick={() => editor.use(id)}>
              <Icon size={18} />
            </ActionIcon>
          </KeyHint>
        );
      })}
    </div>
  );
}
