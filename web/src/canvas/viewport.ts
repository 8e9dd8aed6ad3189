/** How the picture lies on the screen: screen = image · scale + (x, y), in CSS pixels. The document knows image pixels only. */
import type { Bounds, Point, Size } from "./geometry/bounds";

export interface View {
  scale: number;
  x: number;
  y: number;
}

const MIN_SCALE = 0.01;
const MAX_SCALE = 64;
const MARGIN_PX = 24;

export const toScreen = (view: View, p: Point): Point => ({ x: p.x * view.scale + view.x, y: p.y * view.scale + view.y });

export const toImage = (view: View, p: Point): Point => ({ x: (p.x - view.x) / view.scale, y: (p.y - view.y) / view.scale });

export const panned = (view: View, dx: number, dy: number): View => ({ ...view, x: view.x + dx, y: view.y + dy });

/** Larger by `factor`; what is under `at` (screen) stays there. */
export function zoomed(view: View, factor: number, at: Point): View {
  const scale = Math.min(MAX_SCALE, Math.max(MIN_SCALE, view.scale * factor));
  const by = scale / view.scale;
  return { scale, x: at.x - (at.x - view.x) * by, y: at.y - (at.y - view.y) * by };
}

/** The whole picture. */
export const fitted = (picture: Size, screen: Size): View => shownWhole({ x0: 0, y0: 0, x1: picture.width, y1: picture.height }, screen, MARGIN_PX);

/** One image pixel on one CSS pixel, what is in the middle staying there. */
export const fullSize = (view: View, screen: Size): View => zoomed(view, 1 / view.scale, { x: screen.width / 2, y: screen.height / 2 });

/** Some part of the picture in the middle, with as much around it as it is large, at most `closest` screen pixels an image pixel. */
export function zoomedTo(area: Bounds, screen: Size, closest = 8): View {
  const view = shownWhole(area, screen, Math.min(screen.width, screen.height) * 0.25);
  return view.scale <= closest ? view : centred(area, screen, closest);
}

/** The part of the picture that is on the screen. */
export function shownPart(view: View, screen: Size): Bounds {
  const a = toImage(view, { x: 0, y: 0 });
  const b = toImage(view, { x: screen.width, y: screen.height });
  return { x0: a.x, y0: a.y, x1: b.x, y1: b.y };
}

/** The wheel's answer: a factor from its pixels, finer with Ctrl (which a pinch sends, too). */
export function wheelFactor(deltaY: number, deltaMode: number, isFine: boolean): number {
  const pixels = deltaMode === 1 ? deltaY * 33 : deltaMode === 2 ? deltaY * 400 : deltaY;
  const limited = Math.max(-240, Math.min(240, pixels));
  return Math.exp(-limited * (isFine ? 0.005 : 0.0018));
}

function shownWhole(area: Bounds, screen: Size, margin: number): View {
  const width = Math.max(1, area.x1 - area.x0);
  const height = Math.max(1, area.y1 - area.y0);
  const scale = Math.min((screen.width - 2 * margin) / width, (screen.height - 2 * margin) / height);
  return centred(area, screen, Math.min(MAX_SCALE, Math.max(MIN_SCALE, scale)));
}

function centred(area: Bounds, screen: Size, scale: number): View {
  return { scale, x: screen.width / 2 - ((area.x0 + area.x1) / 2) * scale, y: screen.height / 2 - ((area.y0 + area.y1) / 2) * scale };
}
