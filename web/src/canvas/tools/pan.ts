/** Move the picture: the stage does it, as it does for the middle button and the space bar. */
import type { Preview, Tool } from "./tool";

export class PanTool implements Tool {
  readonly cursor = "grab";
  readonly aims = false;

  preview(): Preview {
    return {};
  }

  down(): void {}

  move(): void {}

  up(): void {}

  key(): boolean {
    return false;
  }

  cancel(): void {}
}
