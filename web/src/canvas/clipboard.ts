/** Objects to be put down again, on this picture or on another one. One for all tasks of a page, so that it outlives an editor; with a `shelf` the page, too. */
import { copied, drawn, isReshapable, withBox, withPolygon, type Annotation } from "./codec";
import type { Editor } from "./editor";
import { boxBetween } from "./geometry/box";
import { clamped, inside, limitedMove, union, type Point, type Size } from "./geometry/bounds";

const BESIDE_PX = 10;

/** Where copies are kept beyond the page. */
export interface Shelf {
  read: () => readonly Annotation[];
  write: (held: readonly Annotation[]) => void;
}

export class Clipboard {
  private held: readonly Annotation[];
  /** Where they were taken, and how often they were put down there: then each time a little further away. */
  private from: Editor | null = null;
  private times = 0;

  constructor(private readonly shelf?: Shelf) {
    this.held = shelf?.read() ?? [];
  }

  /** Take copies of what is selected; answers how many. */
  copy(editor: Editor): number {
    const taken = editor.selected().filter((one) => drawn(one) !== null);
    if (taken.length === 0) return 0;
    this.held = taken;
    this.from = editor;
    this.times = 0;
    this.shelf?.write(taken);
    return taken.length;
  }

  cut(editor: Editor): void {
    if (editor.state.get().canEdit && this.copy(editor) > 0) editor.removeSelected();
  }

  /** Put them down: on another picture where they were, on their own beside themselves (unless `inPlace`). What cannot be is said. */
  paste(editor: Editor, { inPlace = false } = {}): void {
    if (!editor.state.get().canEdit || this.held.length === 0) return;
    if (editor === this.from && !inPlace) this.times += 1;
    const beside = editor === this.from && !inPlace ? this.times * BESIDE_PX : 0;
    const known = this.held.filter((one) => fits(one, editor));
    const by = moveInto(known, { x: beside, y: beside }, editor.picture);
    const fresh = known.map((one) => within(copied(one, editor.newId(), by.x, by.y), editor.picture)).filter((one) => one !== null);
    const left = this.held.length - fresh.length;
    if (left > 0) editor.say(`${left === 1 ? "One object was" : `${left} objects were`} not pasted: this ontology has no such class, or this picture no room for it.`);
    editor.commit(fresh.map((one) => [one.object_id, one]));
    editor.select(fresh.map((one) => one.object_id).filter((id) => editor.store.get(id)));
  }
}

/** A class that may still be drawn, and, of a mask, a picture of the same size. */
function fits(one: Annotation, editor: Editor): boolean {
  const style = editor.classOf(one.class_id);
  const mask = drawn(one)?.mask;
  if (!style || style.archived) return false;
  return !mask || (mask.size[0] === editor.picture.height && mask.size[1] === editor.picture.width);
}

/** A move of all together: the wanted one so far as they stay inside, and back in where they are not. */
function moveInto(all: readonly Annotation[], wanted: Point, picture: Size): Point {
  const around = union(all.filter(isReshapable).flatMap((one) => drawn(one)?.bounds ?? []));
  if (!around) return { x: 0, y: 0 };
  const back = { x: Math.max(-around.x0, Math.min(0, picture.width - around.x1)), y: Math.max(-around.y0, Math.min(0, picture.height - around.y1)) };
  const by = limitedMove(around, wanted, picture);
  return { x: by.x === 0 ? Math.min(back.x, 0) : by.x, y: by.y === 0 ? Math.min(back.y, 0) : by.y };
}

/** Cut to the picture; null where nothing of it is left. */
function within(one: Annotation, picture: Size): Annotation | null {
  const shape = drawn(one);
  if (!shape) return null;
  const whole = { x0: 0, y0: 0, x1: picture.width, y1: picture.height };
  if (shape.mask || inside(whole, shape.bounds)) return one;
  if (shape.bounds.x0 >= picture.width || shape.bounds.y0 >= picture.height || shape.bounds.x1 <= 0 || shape.bounds.y1 <= 0) return null;
  if (shape.polygon) return withPolygon(one, shape.polygon.map((ring) => ring.map((value, i) => Math.min(Math.max(value, 0), i % 2 === 0 ? picture.width : picture.height))));
  const { x0, y0, x1, y1 } = shape.bounds;
  return withBox(one, boxBetween(clamped({ x: x0, y: y0 }, picture), clamped({ x: x1, y: y1 }, picture), picture));
}
