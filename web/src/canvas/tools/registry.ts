/** The tools there are. */
import type { Editor } from "../editor";
import { BoxTool } from "./box";
import { PanTool } from "./pan";
import { PinTool } from "./pin";
import { PolygonTool } from "./polygon";
import { SelectTool } from "./select";
import type { Tool } from "./tool";

export type ToolId = "select" | "pan" | "box" | "polygon" | "pin";

export interface ToolEntry {
  title: string;
  /** Its key. */
  keys: string;
  /** Only where the labels may be changed. */
  edits: boolean;
  make: (editor: Editor) => Tool;
}

export const TOOLS: Record<ToolId, ToolEntry> = {
  select: { title: "Select and move", keys: "v", edits: false, make: (editor) => new SelectTool(editor) },
  pan: { title: "Move the picture", keys: "g", edits: false, make: () => new PanTool() },
  box: { title: "Draw a box", keys: "b", edits: true, make: (editor) => new BoxTool(editor) },
  polygon: { title: "Draw a polygon", keys: "p", edits: true, make: (editor) => new PolygonTool(editor) },
  pin: { title: "Raise an issue at a point", keys: "i", edits: false, make: (editor) => new PinTool(editor) },
};

export const TOOL_IDS = Object.keys(TOOLS) as ToolId[];
