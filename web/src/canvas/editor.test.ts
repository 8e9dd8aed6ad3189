import { beforeEach, describe, expect, test } from "vitest";
import { Clipboard } from "./clipboard";
import { drawn, made, type Annotation } from "./codec";
import { Editor, type ClassStyle } from "./editor";
import type { Pointer } from "./tools/tool";
import { fitted, toImage, toScreen, zoomed, zoomedTo } from "./viewport";

const CLASSES: ClassStyle[] = [
  { id: "car", name: "Car", colour: "#ff0000", shapes: ["box"], archived: false },
  { id: "road", name: "Road", colour: "#00ff00", shapes: ["polygon"], archived: false },
  { id: "any", name: "Any", colour: "#0000ff", shapes: ["box", "polygon", "mask"], archived: false },
  { id: "old", name: "Old", colour: "#0000ff", shapes: ["box"], archived: true },
];

let editor: Editor;
let said: string[];
let next: number;

const at = (x: number, y: number, held: Partial<Pointer> = {}): Pointer => ({ at: { x, y }, screen: { x, y }, shift: false, alt: false, mod: false, isDouble: false, ...held });
const click = (x: number, y: number, held: Partial<Pointer> = {}): void => {
  editor.tool.down(at(x, y, held));
  editor.tool.up(at(x, y, held));
};
const drag = (from: [number, number], to: [number, number], held: Partial<Pointer> = {}): void => {
  editor.tool.down(at(...from, held));
  editor.tool.move(at((from[0] + to[0]) / 2, (from[1] + to[1]) / 2, held));
  editor.tool.move(at(...to, held));
  editor.tool.up(at(...to, held));
};
const boxes = (): (readonly number[] | null | undefined)[] => editor.store.all().map((one) => drawn(one)?.box);
const car = (id: string, box: [number, number, number, number], more: Partial<Annotation> = {}): Annotation => ({ ...made(id, "car", { box }), ...more });
const load = (...all: Annotation[]): void => void editor.store.set(all.map((one) => [one.object_id, one]), "remote");

beforeEach(() => {
  said = [];
  next = 0;
  editor = new Editor({ classes: CLASSES, picture: { width: 400, height: 300 }, newId: () => `n${(next += 1)}`, say: (sentence) => said.push(sentence) });
  editor.allowEdits(true);
});

describe("drawing", () => {
  test("a box by dragging and by two clicks; the tool stays in hand", () => {
    editor.takeClass("car");
    drag([10, 10], [60, 40]);
    click(100, 100);
    editor.tool.move(at(130, 150));
    click(130, 150);
    expect(boxes()).toEqual([[10, 10, 50, 30], [100, 100, 30, 50]]);
    expect([editor.state.get().tool, [...editor.state.get().selection]]).toEqual(["box", ["n2"]]);
  });

  test("an existing shape does not stand in the way of a new one", () => {
    load(car("a", [0, 0, 200, 200]));
    editor.takeClass("car");
    drag([20, 20], [60, 60]);
    expect(editor.store.size).toBe(2);
  });

  test("a polygon by clicks, its last point taken back, closed at the first or by Enter or a double click", () => {
    editor.takeClass("road");
    expect(editor.state.get().tool).toBe("polygon");
    for (const [x, y] of [[10, 10], [90, 10], [90, 50], [200, 200]] as const) click(x, y);
    editor.tool.key("Backspace");
    click(12, 12);
    for (const [x, y] of [[110, 10], [190, 10], [190, 50]] as const) click(x, y);
    editor.tool.key("Enter");
    for (const [x, y] of [[210, 10], [290, 10], [290, 50]] as const) click(x, y);
    click(290, 50, { isDouble: true });
    expect(editor.store.all().map((one) => drawn(one)?.polygon)).toEqual([[[10, 10, 90, 10, 90, 50]], [[110, 10, 190, 10, 190, 50]], [[210, 10, 290, 10, 290, 50]]]);
  });

  test("Shift draws a free line", () => {
    editor.takeClass("road");
    editor.tool.down(at(10, 10, { shift: true }));
    for (let x = 10; x <= 60; x += 2) editor.tool.move(at(x, 10, { shift: true }));
    editor.tool.up(at(60, 10));
    click(60, 60);
    editor.tool.key("Enter");
    expect(drawn(editor.store.all()[0] as Annotation)?.polygon?.[0]?.length).toBeGreaterThan(10);
  });

  test("says why it does not begin", () => {
    editor.takeClass("car");
    editor.use("polygon");
    click(5, 5);
    editor.takeClass("old");
    editor.use("box");
    click(5, 5);
    editor.allowEdits(false);
    editor.use("box");
    expect(said.length).toBe(3);
    expect([editor.store.size, editor.state.get().tool]).toEqual([0, "select"]);
  });

  test("Escape lets go of what is unfinished", () => {
    editor.takeClass("car");
    click(10, 10);
    expect(editor.tool.key("Escape")).toBe(true);
    click(100, 100);
    expect(editor.store.size).toBe(0);
  });
});

describe("selecting and moving", () => {
  beforeEach(() => load(car("a", [10, 10, 40, 40]), car("b", [100, 100, 40, 40]), car("c", [110, 110, 10, 10])));

  test("a click takes the smallest, Shift adds, a click on nothing lets go", () => {
    click(115, 115);
    click(20, 20, { shift: true });
    expect([...editor.state.get().selection]).toEqual(["c", "a"]);
    click(390, 290);
    expect(editor.state.get().selection.size).toBe(0);
  });

  test("a marquee takes what is whole inside", () => {
    drag([90, 90], [160, 160]);
    expect([...editor.state.get().selection].sort()).toEqual(["b", "c"]);
  });

  test("what is selected moves together, not beyond the picture, as one step of the history", () => {
    editor.select(["a", "b"]);
    drag([20, 20], [20, -100]);
    expect(boxes()).toEqual([[10, 0, 40, 40], [100, 90, 40, 40], [110, 110, 10, 10]]);
    editor.undo();
    expect(boxes()[1]).toEqual([100, 100, 40, 40]);
  });

  test("a handle reshapes, and what is locked or hidden is left alone", () => {
    editor.select(["a"]);
    drag([50, 50], [70, 80]);
    expect(boxes()[0]).toEqual([10, 10, 60, 70]);
    editor.setLocked(["a"], true);
    editor.nudge(5, 5);
    editor.removeSelected();
    expect(boxes()[0]).toEqual([10, 10, 60, 70]);
    editor.setHidden(["c"], true);
    expect([editor.hit({ x: 115, y: 115 }), editor.hit({ x: 20, y: 20 })]).toEqual(["b", null]);
  });

  test("a vertex is dragged, made at an edge's middle, and taken away with Alt", () => {
    load({ ...made("p", "road", { polygon: [[200, 200, 260, 200, 260, 260, 200, 260]] }) });
    editor.select(["p"]);
    drag([260, 260], [280, 290]);
    drag([230, 200], [230, 190]);
    click(200, 260, { alt: true });
    expect(drawn(editor.store.get("p") as Annotation)?.polygon).toEqual([[200, 200, 230, 190, 260, 200, 280, 290]]);
  });

  test("a class key changes what is selected, where it may be drawn so", () => {
    editor.select(["a"]);
    editor.takeClass("any");
    editor.takeClass("road");
    expect([editor.store.get("a")?.class_id, said.length]).toEqual(["any", 1]);
  });

  test("duplicates are new, step goes round, and nothing changes for who may only look", () => {
    editor.select(["c"]);
    editor.duplicateSelected();
    expect([editor.store.size, boxes()[3]]).toEqual([4, [120, 120, 10, 10]]);
    expect([editor.step(1)?.object_id, editor.step(-1)?.object_id, editor.step(-1)?.object_id]).toEqual(["a", "n1", "c"]);
    editor.allowEdits(false);
    editor.removeSelected();
    editor.undo();
    expect(editor.store.size).toBe(4);
  });
});

describe("history", () => {
  test("undo and redo give back exactly what was there, as deep as it goes", () => {
    load(car("a", [0, 0, 10, 10]));
    const seen = [boxes()];
    editor.select(["a"]);
    for (let i = 1; i <= 30; i += 1) {
      if (i % 3 === 0) editor.duplicateSelected();
      else editor.nudge(i, 1);
      seen.push(boxes());
    }
    for (let i = 29; i >= 0; i -= 1) {
      editor.undo();
      expect(boxes()).toEqual(seen[i]);
    }
    for (let i = 1; i <= 30; i += 1) {
      editor.redo();
      expect(boxes()).toEqual(seen[i]);
    }
  });

  test("a remote change is not undone, and undoing does not touch that object", () => {
    load(car("a", [0, 0, 10, 10]), car("b", [50, 50, 10, 10]));
    editor.select(["a", "b"]);
    editor.nudge(5, 0);
    load(car("b", [90, 90, 10, 10]));
    editor.undo();
    expect(boxes()).toEqual([[0, 0, 10, 10], [90, 90, 10, 10]]);
    expect(editor.history.canUndo).toBe(false);
  });

  test("accepting and refusing a pre-label can be taken back", () => {
    load(car("p", [0, 0, 10, 10], { proposed: true }));
    editor.accept(["p"]);
    expect(editor.store.get("p")?.proposed).toBe(false);
    editor.undo();
    expect(editor.store.get("p")?.proposed).toBe(true);
    editor.select(["p"]);
    editor.removeSelected();
    editor.undo();
    expect(editor.store.get("p")?.proposed).toBe(true);
  });
});

describe("the view", () => {
  test("zooming keeps what is under the pointer, and there and back are inverse", () => {
    const view = { scale: 0.7, x: 31, y: -12 };
    const pointer = { x: 200, y: 120 };
    const next = zoomed(view, 1.7, pointer);
    expect(toImage(next, pointer).x).toBeCloseTo(toImage(view, pointer).x);
    const back = toScreen(next, toImage(next, { x: 5, y: 7 }));
    expect([back.x, back.y]).toEqual([expect.closeTo(5), expect.closeTo(7)]);
  });

  test("fit shows all of the picture, and zooming to an object puts it in the middle", () => {
    const screen = { width: 800, height: 600 };
    const { scale, x, y } = fitted({ width: 4_000, height: 1_000 }, screen);
    expect([x, y + 500 * scale]).toEqual([expect.closeTo(24), expect.closeTo(300)]);
    const near = zoomedTo({ x0: 100, y0: 100, x1: 102, y1: 102 }, screen);
    expect([near.scale, toScreen(near, { x: 101, y: 101 })]).toEqual([8, { x: 400, y: 300 }]);
  });
});

test("zooming to an object that fills the picture shows the picture whole, not smaller", () => {
  editor.screen = { width: 800, height: 600 };
  editor.zoomTo({ x0: 0, y0: 0, x1: 400, y1: 300 });
  expect(editor.view).toEqual(fitted({ width: 400, height: 300 }, editor.screen));
  editor.zoomTo({ x0: 10, y0: 10, x1: 40, y1: 40 });
  expect(editor.view.scale).toBeGreaterThan(fitted({ width: 400, height: 300 }, editor.screen).scale);
});

describe("copies", () => {
  const outline = (id: string, ring: number[]): Annotation => made(id, "road", { polygon: [ring] });

  test("are put down beside what was copied, further away each time, and taken back one by one", () => {
    const held = new Clipboard();
    load(car("a", [10, 10, 50, 30], { answers: { colour: "red" } }));
    editor.select(["a"]);
    expect(held.copy(editor)).toBe(1);
    held.paste(editor);
    held.paste(editor);
    held.paste(editor, { inPlace: true });
    expect(boxes()).toEqual([[10, 10, 50, 30], [20, 20, 50, 30], [30, 30, 50, 30], [10, 10, 50, 30]]);
    expect(editor.store.all().map((one) => one.answers)).toEqual(Array(4).fill({ colour: "red" }));
    editor.undo();
    expect(editor.store.size).toBe(3);
  });

  test("go to the next picture where they were, moved or cut where that is smaller", () => {
    const held = new Clipboard();
    load(car("a", [300, 200, 100, 100]), outline("p", [0, 0, 390, 0, 390, 290]));
    editor.select(["a"]);
    held.copy(editor);
    const next = new Editor({ classes: CLASSES, picture: { width: 250, height: 220 }, newId: () => "m", say: (sentence) => said.push(sentence) });
    next.allowEdits(true);
    held.paste(next);
    expect(drawn(next.onlySelected() as Annotation)?.box).toEqual([150, 120, 100, 100]);
    editor.select(["p"]);
    held.copy(editor);
    held.paste(next);
    expect(drawn(next.onlySelected() as Annotation)?.bounds).toEqual({ x0: 0, y0: 0, x1: 250, y1: 220 });
    expect(said).toEqual([]);
  });

  test("leave behind what the other ontology does not know, and nothing is put down where nothing may be changed", () => {
    const held = new Clipboard();
    load(car("a", [0, 0, 10, 10]), outline("p", [0, 0, 9, 0, 9, 9]));
    editor.select(["a", "p"]);
    held.copy(editor);
    const next = new Editor({ classes: CLASSES.slice(1), picture: { width: 400, height: 300 }, newId: () => "m", say: (sentence) => said.push(sentence) });
    held.paste(next);
    expect(next.store.size).toBe(0);
    next.allowEdits(true);
    held.paste(next);
    expect([next.store.size, said.length]).toEqual([1, 1]);
    held.cut(editor);
    expect(editor.store.size).toBe(0);
  });

  test("snapping takes others' corners, then their edges, and never one's own", () => {
    load(car("a", [100, 100, 100, 50]), outline("p", [300, 100, 350, 100, 350, 150]));
    expect(editor.snap({ x: 104, y: 97 })).toEqual({ x: 100, y: 100 });
    expect(editor.snap({ x: 150, y: 95 })).toEqual({ x: 150, y: 100 });
    expect(editor.snap({ x: 150, y: 70 })).toEqual({ x: 150, y: 70 });
    expect(editor.snap({ x: 302, y: 101 }, "p")).toEqual({ x: 302, y: 101 });
    editor.select(["p"]);
    drag([300, 100], [203, 104], { mod: true });
    expect(drawn(editor.store.get("p") as Annotation)?.polygon?.[0]?.slice(0, 2)).toEqual([200, 100]);
  });
});
