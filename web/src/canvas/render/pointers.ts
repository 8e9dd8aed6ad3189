/** What hands do on the stage: tools by the left button; the picture moved by the middle one, the right one, space or the pan tool. */
import type { Editor } from "../editor";
import type { Point } from "../geometry/bounds";
import type { Pointer } from "../tools/tool";
import { panned, toImage, wheelFactor, zoomed } from "../viewport";

const DOUBLE_MS = 350;
const DOUBLE_PX = 6;

export class Pointers {
  private readonly stopping = new AbortController();
  private panFrom: Point | null = null;
  private isSpaceHeld = false;
  private isDown = false;
  /** Whose press is going on: another finger's moves are not his. */
  private held: number | null = null;
  private lastDown: { at: Point; when: number } | null = null;

  constructor(private readonly host: HTMLElement, private readonly editor: Editor, private readonly onAim: (at: Point | null) => void) {
    const { signal } = this.stopping;
    const on = <K extends keyof HTMLElementEventMap>(name: K, run: (event: HTMLElementEventMap[K]) => void, options: AddEventListenerOptions = {}): void =>
      host.addEventListener(name, run, { ...options, signal });
    on("pointerdown", (event) => this.down(event));
    on("pointermove", (event) => this.move(event));
    on("pointerup", (event) => this.up(event));
    on("pointercancel", () => this.let());
    on("pointerleave", () => {
      this.onAim(null);
      if (!this.isDown) this.editor.hover(null);
    });
    on("wheel", (event) => this.wheel(event), { passive: false });
    on("contextmenu", (event) => event.preventDefault());
    on("dragstart", (event) => event.preventDefault());
    on("keydown", (event) => this.space(event, true));
    window.addEventListener("keyup", (event) => this.space(event, false), { signal });
    window.addEventListener("blur", () => this.release(), { signal });
    this.refresh();
  }

  end(): void {
    this.stopping.abort();
  }

  /** Whether the picture is held. */
  get isPanning(): boolean {
    return this.panFrom !== null;
  }

  /** The cursor that says what a press would do. */
  refresh(): void {
    const isPan = this.panFrom !== null || this.isSpaceHeld || this.editor.state.get().tool === "pan";
    this.host.style.cursor = isPan ? (this.panFrom ? "grabbing" : "grab") : this.editor.tool.cursor;
  }

  private down(event: PointerEvent): void {
    this.host.focus({ preventScroll: true });
    if (this.isDown || this.panFrom) {
      if (event.pointerType === "touch") this.let(); // a second finger: no drawing was meant
      return;
    }
    this.held = event.pointerId;
    this.host.setPointerCapture(event.pointerId);
    const at = this.place(event);
    if (event.button !== 0 || this.isSpaceHeld || this.editor.state.get().tool === "pan") {
      this.panFrom = at;
      this.onAim(null);
    } else {
      this.isDown = true;
      const last = this.lastDown;
      const isDouble = last !== null && event.timeStamp - last.when < DOUBLE_MS && Math.hypot(at.x - last.at.x, at.y - last.at.y) < DOUBLE_PX;
      this.lastDown = isDouble ? null : { at, when: event.timeStamp };
      this.editor.tool.down(this.pointer(event, at, isDouble));
    }
    this.refresh();
  }

  private move(event: PointerEvent): void {
    if (this.held !== null && event.pointerId !== this.held) return;
    const at = this.place(event);
    if (this.panFrom) {
      this.editor.viewport.set(panned(this.editor.view, at.x - this.panFrom.x, at.y - this.panFrom.y));
      this.panFrom = at;
      return;
    }
    this.onAim(at);
    this.editor.tool.move(this.pointer(event, at, false));
    this.refresh();
  }

  private up(event: PointerEvent): void {
    if (this.held !== null && event.pointerId !== this.held) return;
    this.held = null;
    if (this.panFrom) this.panFrom = null;
    else if (this.isDown) {
      this.isDown = false;
      this.editor.tool.up(this.pointer(event, this.place(event), false));
    }
    this.refresh();
  }

  private let(): void {
    this.panFrom = null;
    this.isDown = false;
    this.held = null;
    this.editor.tool.cancel();
    this.refresh();
  }

  private wheel(event: WheelEvent): void {
    event.preventDefault();
    if (event.shiftKey) {
      this.editor.viewport.set(panned(this.editor.view, -event.deltaY || -event.deltaX, 0));
      return;
    }
    this.editor.viewport.set(zoomed(this.editor.view, wheelFactor(event.deltaY, event.deltaMode, event.ctrlKey), this.place(event)));
  }

  private space(event: KeyboardEvent, isDown: boolean): void {
    if (event.code !== "Space" || event.ctrlKey || event.altKey || event.metaKey) return;
    if (isDown) event.preventDefault();
    this.isSpaceHeld = isDown;
    this.refresh();
  }

  private release(): void {
    this.isSpaceHeld = false;
    this.refresh();
  }

  private place(event: MouseEvent): Point {
    const { left, top } = this.host.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  }

  private pointer(event: PointerEvent, screen: Point, isDouble: boolean): Pointer {
    return { at: toImage(this.editor.view, screen), screen, shift: event.shiftKey, alt: event.altKey, mod: event.ctrlKey || event.metaKey, isDouble };
  }
}
