/** Point at something that should be talked about. */
import type { Editor } from "../editor";
import { clamped } from "../geometry/bounds";
import { fine } from "./box";
import type { Pointer, Preview, Tool } from "./tool";

export class PinTool implements Tool {
  readonly cursor = "crosshair";
  readonly aims = false;

  constructor(private readonly editor: Editor) {}

  preview(): Preview {
    return {};
  }

  down(pointer: Pointer): void {
    const { x, y } = clamped(pointer.at, this.editor.picture);
    this.editor.pin({ x: fine(x), y: fine(y) }, this.editor.hit(pointer.at));
  }

  move(pointer: Pointer): void {
    this.editor.hover(this.editor.hit(pointer.at));
  }

  up(): void {}

  key(): boolean {
    return false;
  }

  cancel(): void {}
}
