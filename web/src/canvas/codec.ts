/**
 * Between the API's annotations and what is drawn. The document holds the annotations themselves, so that whatever an edit
 * does not speak of (keys we do not know, numbers as they were imported) goes back as it came.
 */
import type { Schemas } from "@/api/client";
import { boxBounds, type Box } from "./geometry/box";
import type { Bounds } from "./geometry/bounds";
import { maskBounds, type Mask } from "./geometry/mask";
import { polygonBounds, type Polygon } from "./geometry/polygon";

export type Annotation = Schemas["Annotation"];
export type Answer = string | number | string[];
export type Operation = Schemas["LabelOperations"]["operations"][number];

/** The part of an item that is drawn on; an image has one. */
export const PART = "0";

/** What is drawn of an annotation. */
export interface Drawn {
  box: Box | null;
  polygon: Polygon | null;
  mask: Mask | null;
  bounds: Bounds;
}

const drawnOf = new WeakMap<Annotation, Drawn | "nothing">();

/** What is drawn; null for a classification of the item. The same object for the same annotation. */
export function drawn(annotation: Annotation): Drawn | null {
  let found = drawnOf.get(annotation);
  if (found === undefined) {
    found = read(annotation) ?? "nothing";
    drawnOf.set(annotation, found);
  }
  return found === "nothing" ? null : found;
}

function read(annotation: Annotation): Drawn | null {
  const shapes = annotation.shapes?.[PART];
  if (!shapes) return null;
  const box = shapes.box ?? null;
  const polygon = shapes.polygon && shapes.polygon.length > 0 ? shapes.polygon : null;
  const mask = shapes.mask ?? null;
  const bounds = box ? boxBounds(box) : polygon ? polygonBounds(polygon) : mask ? maskBounds(mask) : null;
  return bounds && { box, polygon, mask, bounds };
}

/** A mask is shown and kept, not edited: neither it nor a box beside it moves. */
export const isReshapable = (annotation: Annotation): boolean => {
  const found = drawn(annotation);
  return found !== null && found.mask === null;
};

/** With another box; a polygon that stood beside it stays as it is. */
export function withBox(annotation: Annotation, box: Box): Annotation {
  return reshaped(annotation, { ...annotation.shapes?.[PART], box });
}

/** With another polygon; a box that stood beside it follows. */
export function withPolygon(annotation: Annotation, polygon: Polygon): Annotation {
  const shapes = annotation.shapes?.[PART];
  const { x0, y0, x1, y1 } = polygonBounds(polygon);
  const box: Box = [x0, y0, x1 - x0, y1 - y0];
  return reshaped(annotation, shapes?.box ? { ...shapes, box, polygon } : { ...shapes, polygon });
}

/** All of it moved by whole or broken pixels. */
export function moved(annotation: Annotation, dx: number, dy: number): Annotation {
  const shapes = annotation.shapes?.[PART];
  if (!shapes || shapes.mask || (dx === 0 && dy === 0)) return annotation;
  const next = { ...shapes };
  if (shapes.box) next.box = [shapes.box[0] + dx, shapes.box[1] + dy, shapes.box[2], shapes.box[3]];
  if (shapes.polygon) next.polygon = shapes.polygon.map((ring) => ring.map((value, i) => value + (i % 2 === 0 ? dx : dy)));
  return reshaped(annotation, next);
}

type Shapes = NonNullable<Annotation["shapes"]>[string];

function reshaped(annotation: Annotation, shapes: Shapes): Annotation {
  const next = { ...annotation, shapes: { ...annotation.shapes, [PART]: shapes } };
  delete next.area;
  return touched(next);
}

/** What a person changes of a pre-label makes it a label. */
export function touched(annotation: Annotation): Annotation {
  return annotation.proposed ? { ...annotation, proposed: false } : annotation;
}

export function withAnswers(annotation: Annotation, answers: Record<string, Answer>): Annotation {
  return touched({ ...annotation, answers });
}

export function withClass(annotation: Annotation, classId: string): Annotation {
  return touched({ ...annotation, class_id: classId, answers: {} });
}

export function made(objectId: string, classId: string, shapes: Shapes | null): Annotation {
  return {
    object_id: objectId,
    class_id: classId,
    shapes: shapes ? { [PART]: shapes } : {},
    answers: {},
    origin: "human",
    confidence: 1,
    proposed: false,
    is_crowd: false,
    created_by: "",
    created_at: 0,
    updated_by: "",
    updated_at: 0,
  };
}

/** As a new object: what an import or a model said of the old one stays with that. */
export function copied(annotation: Annotation, objectId: string, dx: number, dy: number): Annotation {
  const fresh = made(objectId, annotation.class_id, annotation.shapes?.[PART] ?? null);
  return { ...moved(fresh, dx, dy), answers: { ...annotation.answers }, is_crowd: annotation.is_crowd };
}

// ── comparing ─────────────────────────────────────────────────────────────────────────────────────

/** The server's own: who touched it when, and its number in the project's ledger. */
const NOT_CONTENT = new Set(["created_by", "created_at", "updated_by", "updated_at", "coco_id"]);
const DEFAULTS: Record<string, unknown> = { origin: "human", confidence: 1, proposed: false, is_crowd: false };

const contents = new WeakMap<Annotation, string>();

/** What two versions of an object are compared by. */
export function content(annotation: Annotation): string {
  let found = contents.get(annotation);
  if (found === undefined) {
    found = JSON.stringify(plain(annotation));
    contents.set(annotation, found);
  }
  return found;
}

export function sameContent(a: Annotation | null | undefined, b: Annotation | null | undefined): boolean {
  if (!a || !b) return !a && !b;
  return a === b || content(a) === content(b);
}

function plain(value: unknown, isTop = true): unknown {
  if (Array.isArray(value)) return value.map((one) => plain(one, false));
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(
    ([key, one]) => one !== null && one !== undefined && !(isTop && (NOT_CONTENT.has(key) || DEFAULTS[key] === one || isEmpty(one))),
  );
  return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => [key, plain(one, false)]));
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

/** The operation that makes `after` of `before`; null where nothing changes. */
export function operation(before: Annotation | null, after: Annotation | null): Operation | null {
  if (sameContent(before, after)) return null;
  if (after === null) {
    if (before === null) return null;
    return { op: before.proposed ? "reject-proposal" : "remove", object_id: before.object_id };
  }
  if (before?.proposed && sameContent({ ...before, proposed: false }, after)) return { op: "accept", object_id: after.object_id };
  return { op: "put", annotation: after };
}
