/** Draw boxes: press and drag, or one click at each of two corners. */
import type { Editor } from "../editor";
import { boxBetween, type Box } from "../geometry/box";
import { clamped } from "../geometry/bounds";
import { isDrag, type Pointer, type Preview, type Tool } from "./tool";

const LEAST_PX = 1;

export class BoxTool implements Tool {
  readonly cursor = "crosshair";
  readonly aims = true;
  private corner: Pointer | null = null;
  private isSecond = false;
  private shown: Preview = {};

  constructor(private readonly editor: Editor) {}

  preview(): Preview {
    return this.shown;
  }

  down(pointer: Pointer): void {
    if (this.corner) {
      this.isSecond = true;
      return;
    }
    if (!this.editor.readyToDraw("box")) return;
    this.corner = pointer;
    this.isSecond = false;
  }

  move(pointer: Pointer): void {
    if (!this.corner) return;
    this.shown = { box: this.between(this.corner, pointer) };
    this.editor.repaint();
  }

  up(pointer: Pointer): void {
    if (!this.corner || !(this.isSecond || isDrag(this.corner.screen, pointer.screen))) return;
    const box = this.between(this.corner, pointer);
    this.cancel();
    if (box[2] < LEAST_PX || box[3] < LEAST_PX) return;
    this.editor.draw({ box });
  }

  key(key: "Enter" | "Backspace" | "Escape"): boolean {
    if (key === "Enter" || !this.corner) return false;
    this.cancel();
    return true;
  }

  cancel(): void {
    this.corner = null;
    this.isSecond = false;
    this.shown = {};
    this.editor.repaint();
  }

  private between(a: Pointer, b: Pointer): Box {
    const { picture } = this.editor;
    return boxBetween(clamped(a.at, picture), clamped(b.at, picture), picture).map(fine) as Box;
  }
}

/** A hundredth of a pixel is finer than any hand. */
export const fine = (value: number): number => Math.round(value * 100) / 100;
