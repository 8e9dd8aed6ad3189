/** Draw polygons: a click for each point, Shift and drag for a free line, Ctrl to others' outlines; Enter, a double click or the first point ends it. */
import type { Editor } from "../editor";
import { clamped, type Point } from "../geometry/bounds";
import { fine } from "./box";
import { REACH_PX, type Pointer, type Preview, type Tool } from "./tool";

const FREEHAND_PX = 8;

export class PolygonTool implements Tool {
  readonly cursor = "crosshair";
  readonly aims = false;
  private points: Point[] = [];
  private next: Point | null = null;
  private isPressed = false;

  constructor(private readonly editor: Editor) {}

  preview(): Preview {
    if (this.points.length === 0) return {};
    const closes = this.next !== null && this.closesAt(this.next);
    return { outline: { points: this.next && !closes ? [...this.points, this.next] : this.points, closes } };
  }

  down(pointer: Pointer): void {
    if (this.points.length === 0 && !this.editor.readyToDraw("polygon")) return;
    const at = this.place(pointer);
    if (this.closesAt(at) || (pointer.isDouble && this.points.length >= 3)) {
      this.finish();
      return;
    }
    this.isPressed = true;
    this.add(at);
  }

  move(pointer: Pointer): void {
    if (this.points.length === 0) return;
    const at = this.place(pointer);
    const last = this.points.at(-1);
    if (this.isPressed && pointer.shift && last && this.far(last, at)) this.add(at);
    this.next = at;
    this.editor.repaint();
  }

  up(): void {
    this.isPressed = false;
  }

  key(key: "Enter" | "Backspace" | "Escape"): boolean {
    if (this.points.length === 0) return false;
    if (key === "Escape") this.cancel();
    else if (key === "Backspace") this.points.pop();
    else this.finish();
    this.editor.repaint();
    return true;
  }

  cancel(): void {
    this.points = [];
    this.next = null;
    this.isPressed = false;
    this.editor.repaint();
  }

  private finish(): void {
    if (this.points.length < 3) {
      this.editor.say("An outline needs three points or more.");
      return;
    }
    const ring = this.points.flatMap(({ x, y }) => [x, y]);
    this.cancel();
    this.editor.draw({ polygon: [ring] });
  }

  private add(at: Point): void {
    const last = this.points.at(-1);
    if (!last || last.x !== at.x || last.y !== at.y) this.points.push(at);
    this.editor.repaint();
  }

  private closesAt(at: Point): boolean {
    const first = this.points[0];
    const reach = (REACH_PX + 2) / this.editor.view.scale;
    return first !== undefined && this.points.length >= 3 && Math.hypot(first.x - at.x, first.y - at.y) <= reach;
  }

  private far(a: Point, b: Point): boolean {
    return Math.hypot(a.x - b.x, a.y - b.y) * this.editor.view.scale >= FREEHAND_PX;
  }

  private place(pointer: Pointer): Point {
    const { x, y } = clamped(pointer.mod ? this.editor.snap(pointer.at) : pointer.at, this.editor.picture);
    return { x: fine(x), y: fine(y) };
  }
}
