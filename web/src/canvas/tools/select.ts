/** Select and move: click, Shift+click, marquee; drag objects, a box's handles, a polygon's vertices. */
import { drawn, isReshapable, moved, withBox, withPolygon, type Annotation } from "../codec";
import type { Editor } from "../editor";
import { boxHandleAt, boxReshaped, type BoxHandle } from "../geometry/box";
import { boundsOf, inside, limitedMove, union, type Point } from "../geometry/bounds";
import { pointAt, ringLength, vertexAt, vertexInserted, vertexMoved, vertexRemoved, type Polygon, type Vertex } from "../geometry/polygon";
import { isDrag, REACH_PX, type Pointer, type Preview, type Tool } from "./tool";

type Grip =
  | { kind: "marquee"; from: Pointer; keeps: boolean }
  | { kind: "objects"; from: Pointer; objects: readonly Annotation[]; clicked: string }
  | { kind: "handle"; from: Pointer; of: Annotation; handle: BoxHandle }
  | { kind: "vertex"; from: Pointer; of: Annotation; polygon: Polygon; vertex: Vertex };

export class SelectTool implements Tool {
  readonly aims = false;
  private grip: Grip | null = null;
  private shown: Preview = {};
  private isDragging = false;

  constructor(private readonly editor: Editor) {}

  get cursor(): string {
    if (this.grip?.kind === "objects" && this.isDragging) return "grabbing";
    return this.editor.state.get().hover ? "move" : "default";
  }

  preview(): Preview {
    return this.shown;
  }

  down(pointer: Pointer): void {
    this.isDragging = false;
    this.grip = this.handleUnder(pointer) ?? this.objectUnder(pointer) ?? { kind: "marquee", from: pointer, keeps: pointer.shift };
  }

  move(pointer: Pointer): void {
    if (!this.grip) {
      this.editor.hover(this.editor.hit(pointer.at));
      return;
    }
    this.isDragging ||= isDrag(this.grip.from.screen, pointer.screen);
    if (this.isDragging) this.show(pointer);
  }

  up(pointer: Pointer): void {
    const grip = this.grip;
    if (!grip) return;
    if (this.isDragging) this.show(pointer);
    const { instead, marquee } = this.shown;
    if (marquee && grip.kind === "marquee") {
      const found = this.editor.visible(marquee).filter((one) => {
        const shape = drawn(one);
        return shape && inside(marquee, shape.bounds);
      });
      this.editor.select(found.map((one) => one.object_id), { add: grip.keeps });
    } else if (grip.kind === "marquee" && !grip.keeps) {
      this.editor.select([]);
    } else if (grip.kind === "objects" && !this.isDragging && !grip.from.shift) {
      this.editor.select([grip.clicked]);
    }
    this.cancel();
    if (instead) this.editor.commit([...instead]);
  }

  key(key: "Enter" | "Backspace" | "Escape"): boolean {
    if (key !== "Escape" || !this.grip) return false;
    this.cancel();
    return true;
  }

  cancel(): void {
    this.grip = null;
    this.isDragging = false;
    this.shown = {};
    this.editor.repaint();
  }

  private show(pointer: Pointer): void {
    const grip = this.grip;
    if (!grip) return;
    const { picture } = this.editor;
    if (grip.kind === "marquee") {
      this.shown = { marquee: boundsOf(grip.from.at, pointer.at) };
    } else if (grip.kind === "handle") {
      const box = drawn(grip.of)?.box;
      if (box) this.shown = { instead: new Map([[grip.of.object_id, withBox(grip.of, boxReshaped(box, grip.handle, pointer.at, picture))]]) };
    } else if (grip.kind === "vertex") {
      const to = pointer.mod ? this.editor.snap(pointer.at, grip.of.object_id) : pointer.at;
      const polygon = vertexMoved(grip.polygon, grip.vertex, to, picture);
      this.shown = { instead: new Map([[grip.of.object_id, withPolygon(grip.of, polygon)]]) };
    } else {
      this.shown = { instead: new Map(movedTogether(grip.objects, difference(pointer.at, grip.from.at), picture)) };
    }
    this.editor.repaint();
  }

  private handleUnder(pointer: Pointer): Grip | null {
    const one = this.editor.onlySelected();
    if (!one || !this.editor.mayReshape(one)) return null;
    const shape = drawn(one);
    const reach = (REACH_PX + 2) / this.editor.view.scale;
    if (shape?.polygon) return this.vertexUnder(pointer, one, shape.polygon, reach);
    const handle = shape?.box ? boxHandleAt(shape.box, pointer.at, reach) : null;
    return handle && { kind: "handle", from: pointer, of: one, handle };
  }

  private vertexUnder(pointer: Pointer, of: Annotation, polygon: Polygon, reach: number): Grip | null {
    const vertex = vertexAt(polygon, pointer.at, reach);
    if (vertex && pointer.alt) {
      const less = vertexRemoved(polygon, vertex);
      if (less) this.editor.commit([[of.object_id, withPolygon(of, less)]]);
      else this.editor.say("An outline keeps three points; delete the object instead.");
      return { kind: "marquee", from: pointer, keeps: true };
    }
    if (vertex) return { kind: "vertex", from: pointer, of, polygon, vertex };
    const edge = midpointAt(polygon, pointer.at, reach);
    if (!edge) return null;
    return { kind: "vertex", from: pointer, of, polygon: vertexInserted(polygon, edge, pointer.at), vertex: { ring: edge.ring, at: edge.at + 1 } };
  }

  private objectUnder(pointer: Pointer): Grip | null {
    const id = this.editor.hit(pointer.at);
    if (id === null) return null;
    const selected = this.editor.state.get().selection;
    if (pointer.shift) this.editor.toggle(id);
    else if (!selected.has(id)) this.editor.select([id]);
    const objects = this.editor.selected().filter((one) => this.editor.mayReshape(one));
    return { kind: "objects", from: pointer, objects, clicked: id };
  }
}

/** Moved as one, so far as all stay inside the picture. */
export function movedTogether(objects: readonly Annotation[], by: Point, picture: { width: number; height: number }): [string, Annotation][] {
  const movable = objects.filter(isReshapable);
  const around = union(movable.flatMap((one) => drawn(one)?.bounds ?? []));
  if (!around) return [];
  const { x, y } = limitedMove(around, by, picture);
  return movable.map((one) => [one.object_id, moved(one, x, y)]);
}

/** The edge whose middle is within `reach`: taking it there makes a new vertex. */
function midpointAt(polygon: Polygon, p: Point, reach: number): Vertex | null {
  for (const [index, ring] of polygon.entries()) {
    const n = ringLength(ring);
    for (let at = 0; at < n; at += 1) {
      const a = pointAt(ring, at);
      const b = pointAt(ring, (at + 1) % n);
      if (Math.hypot(p.x - (a.x + b.x) / 2, p.y - (a.y + b.y) / 2) <= reach) return { ring: index, at };
    }
  }
  return null;
}

const difference = (a: Point, b: Point): Point => ({ x: a.x - b.x, y: a.y - b.y });
