/** The editor's keys, as the registry takes them. */
import { drawn } from "@/canvas/codec";
import type { Editor } from "@/canvas/editor";
import { union } from "@/canvas/geometry/bounds";
import { TOOL_IDS, TOOLS } from "@/canvas/tools/registry";
import type { Binding } from "@/shared";
import type { OntologyClass } from "./attributes";

const EDIT = "Label editor";
const CANVAS = "Label editor, on the canvas";
const ARROWS: Record<string, readonly [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Keys that a class of the ontology cannot have. */
const TAKEN = new Set("abgijkpvxznh?/+-");

/** Which key takes which class: the ontology's, else 1 to 9 and 0 in order. */
export function classKeys(classes: readonly OntologyClass[]): Map<string, string> {
  const found = new Map<string, string>();
  const used = new Set(TAKEN);
  for (const one of classes) {
    const key = one.hotkey?.toLowerCase();
    if (!key || used.has(key) || key.trim() === "") continue;
    used.add(key);
    found.set(one.id, key);
  }
  const digits = [..."1234567890"].filter((digit) => !used.has(digit));
  for (const one of classes) {
    if (found.has(one.id)) continue;
    const digit = digits.shift();
    if (digit) found.set(one.id, digit);
  }
  return found;
}

export function classBindings(editor: Editor, classes: readonly OntologyClass[]): Binding[] {
  const keys = classKeys(classes);
  return classes.flatMap((one) => {
    const key = keys.get(one.id);
    return key ? [{ id: `editor.class.${one.id}`, scope: "Classes", keys: key, title: one.name, inPalette: false, run: () => editor.takeClass(one.id) }] : [];
  });
}

export function toolBindings(editor: Editor): Binding[] {
  return TOOL_IDS.map((id) => ({ id: `editor.tool.${id}`, scope: EDIT, keys: TOOLS[id].keys, title: TOOLS[id].title, run: () => editor.use(id) }));
}

/** Keys of the canvas itself, which leave the rest of the page its Enter, arrows and Backspace. */
export function canvasBindings(editor: Editor, isOnCanvas: () => boolean): Binding[] {
  const on = (id: string, keys: Binding["keys"], title: string, run: Binding["run"]): Binding => ({ id: `editor.${id}`, scope: CANVAS, keys, title, run, when: isOnCanvas, inPalette: false });
  const nudge = (id: string, shift: string, by: number): Binding =>
    on(id, Object.keys(ARROWS).map((arrow) => shift + arrow), `Nudge by ${by} px`, (event) => {
      const [dx, dy] = ARROWS[event?.key ?? ""] ?? [0, 0];
      editor.nudge(dx * by, dy * by);
    });
  return [
    on("enter", "Enter", "Close the outline that is being drawn", () => void editor.tool.key("Enter")),
    on("backspace", ["Backspace", "Delete"], "Take back the last point; else delete what is selected", () => {
      if (!editor.tool.key("Backspace")) editor.removeSelected();
    }),
    nudge("nudge", "", 1),
    nudge("nudge10", "Shift+", 10),
  ];
}

export function viewBindings(editor: Editor): Binding[] {
  const of = (id: string, keys: Binding["keys"], title: string, run: () => void): Binding => ({ id: `editor.${id}`, scope: EDIT, keys, title, run });
  return [
    of("fit", "Shift+1", "Show the whole picture", () => editor.fit()),
    of("full", "Shift+2", "Show it at 100 %", () => editor.fullSize()),
    of("zoom", "z", "Zoom to what is selected", () => zoomToSelection(editor)),
    of("larger", "+", "Larger", () => editor.zoomBy(1.25)),
    of("smaller", "-", "Smaller", () => editor.zoomBy(0.8)),
    of("hide", "h", "Hide or show what is selected", () => toggleHidden(editor)),
    of("hideall", "Shift+H", "Hide or show all", () => editor.hideAll(!editor.state.get().isAllHidden)),
    of("lock", "Shift+K", "Lock or unlock what is selected", () => toggleLocked(editor)),
    of("escape", "Escape", "Let go: of the draft, then the tool, then the selection", () => letGo(editor)),
  ];
}

export function editBindings(editor: Editor, save: () => void): Binding[] {
  const of = (id: string, keys: Binding["keys"], title: string, run: () => void): Binding => ({ id: `editor.${id}`, scope: EDIT, keys, title, run });
  return [
    of("undo", "Mod+Z", "Undo", () => editor.undo()),
    of("redo", ["Mod+Shift+Z", "Mod+Y"], "Redo", () => editor.redo()),
    { ...of("save", "Mod+S", "Save now", save), inFields: true },
    of("duplicate", "Mod+D", "Duplicate what is selected", () => editor.duplicateSelected()),
    of("all", "Mod+A", "Select all", () => editor.select(editor.store.all().filter((one) => drawn(one) && !editor.isHidden(one.object_id)).map((one) => one.object_id))),
    of("again", "n", "Draw another of the last class", () => again(editor)),
  ];
}

export function zoomToSelection(editor: Editor): void {
  const around = union(editor.selected().flatMap((one) => drawn(one)?.bounds ?? []));
  if (around) editor.zoomTo(around);
}

function again(editor: Editor): void {
  const style = editor.classOf(editor.state.get().classId ?? "");
  const kind = (["box", "polygon"] as const).find((one) => style?.shapes.includes(one));
  editor.select([]);
  if (kind) editor.use(kind);
}

function toggleHidden(editor: Editor): void {
  const ids = [...editor.state.get().selection];
  editor.setHidden(ids, !ids.every((id) => editor.state.get().hidden.has(id)));
}

function toggleLocked(editor: Editor): void {
  const ids = [...editor.state.get().selection].filter((id) => {
    const one = editor.store.get(id);
    return one !== undefined && drawn(one) !== null;
  });
  editor.setLocked(ids, !ids.every((id) => editor.isLocked(id)));
}

function letGo(editor: Editor): void {
  if (editor.tool.key("Escape")) return;
  if (editor.state.get().tool !== "select") editor.use("select");
  else editor.select([]);
}
