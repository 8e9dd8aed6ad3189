/** The editor's keys, as the registry takes them. */
import { drawn } from "@/canvas/codec";
import type { Editor } from "@/canvas/editor";
import { union } from "@/canvas/geometry/bounds";
import { TOOL_IDS, TOOLS } from "@/canvas/tools/registry";
import type { Binding } from "@/shared";
import type { OntologyClass } from "./attributes";
import { clipboard } from "./clipboard";

const PRE = "Pre-labels";
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

/** Go through the objects; while pre-labels wait, through these, with a word on each. */
export function objectBindings(editor: Editor): Binding[] {
  const of = (id: string, keys: string, title: string, run: () => void): Binding => ({ id: `editor.${id}`, scope: PRE, keys, title, run });
  return [
    of("next", "j", "Next object; while pre-labels wait, the next of them", () => go(editor, 1)),
    of("previous", "k", "The one before", () => go(editor, -1)),
    of("accept", "a", "Accept the pre-label and go to the next", () => acceptChosen(editor)),
    of("refuse", "x", "Refuse the pre-label and go to the next", () => refuseChosen(editor)),
  ];
}

function go(editor: Editor, by: 1 | -1): void {
  const waiting = editor.store.all().filter((one) => one.proposed);
  editor.step(by, waiting.length > 0 ? waiting : undefined);
}

export function acceptChosen(editor: Editor): void {
  editor.accept(editor.state.get().selection);
  go(editor, 1);
}

export function refuseChosen(editor: Editor): void {
  const gone = editor.selected().filter((one) => one.proposed);
  if (gone.length === 0 || !editor.state.get().canEdit) return;
  const after = editor.store.all().find((one) => one.proposed && !gone.includes(one));
  editor.commit(gone.map((one) => [one.object_id, null]));
  if (after) editor.select([after.object_id]);
}

/** What the pointer does, for the sheet of keys; the canvas itself hears it. */
export function gestureBindings(): Binding[] {
  const of = (id: string, keys: Binding["keys"], title: string): Binding => ({ id: `editor.gesture.${id}`, scope: "Label editor, by the pointer", keys, title, run: () => undefined, when: () => false, inPalette: false });
  return [
    of("zoom", ["Wheel", "Ctrl+Wheel"], "Zoom where the pointer is; with Ctrl finely"),
    of("sideways", "Shift+Wheel", "Move the picture sideways"),
    of("pan", ["Space+Drag", "Middle button", "Right button"], "Move the picture"),
    of("several", ["Shift+Click", "Drag"], "Select one more; from where nothing is, all that a frame encloses"),
    of("point", "Drag a dot", "Between two points of a selected outline: a point more"),
    of("less", "Alt+Click", "On a point of a selected outline: take it away"),
    of("snap", "Ctrl", "Held while a point is set or moved: it goes to the corners and edges of others"),
    of("free", "Shift+Drag", "Draw an outline with a free hand"),
  ];
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
    on("copy", "Mod+C", "Copy what is selected, also for the next task", () => say(editor, clipboard.copy(editor))),
    on("cut", "Mod+X", "Cut it", () => clipboard.cut(editor)),
    on("paste", "Mod+V", "Paste beside it; on another picture in the same place", () => clipboard.paste(editor)),
    on("paste-in-place", "Mod+Shift+V", "Paste in the same place", () => clipboard.paste(editor, { inPlace: true })),
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
    { ...of("save", "Mod+S", "Save now", save), inFields: true, inDialog: true },
    of("duplicate", "Mod+D", "Duplicate what is selected", () => editor.duplicateSelected()),
    of("all", "Mod+A", "Select all", () => editor.select(editor.store.all().filter((one) => drawn(one) && !editor.isHidden(one.object_id)).map((one) => one.object_id))),
    of("again", "n", "Draw another of the last class", () => again(editor)),
  ];
}

function say(editor: Editor, copies: number): void {
  if (copies > 0) editor.say(`${copies} ${copies === 1 ? "object is" : "objects are"} copied. Ctrl+V puts ${copies === 1 ? "it" : "them"} down, also in the next task.`);
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
