/** The picture, with smaller copies of itself, so that drawing it small costs little. */
import type { Bounds, Size } from "../geometry/bounds";
import type { View } from "../viewport";

const SMALLEST_PX = 900;
/** From here on pixels are shown as squares. */
const SQUARES_FROM = 4;

export class Picture {
  private readonly levels: { source: CanvasImageSource; width: number; height: number }[];
  private isHalved = false;

  constructor(source: HTMLImageElement) {
    this.levels = [{ source, width: source.naturalWidth, height: source.naturalHeight }];
  }

  get size(): Size {
    const { width, height } = this.levels[0] as Size;
    return { width, height };
  }

  /** Make the smaller copies; worth it once the first picture is on the screen. */
  async halve(): Promise<void> {
    if (this.isHalved) return;
    this.isHalved = true;
    for (;;) {
      const last = this.levels.at(-1);
      if (!last || Math.max(last.width, last.height) <= SMALLEST_PX * 1.5) return;
      const width = Math.max(1, Math.round(last.width / 2));
      const height = Math.max(1, Math.round(last.height / 2));
      const source = await createImageBitmap(last.source as ImageBitmap, { resizeWidth: width, resizeHeight: height, resizeQuality: "medium" });
      this.levels.push({ source, width, height });
    }
  }

  close(): void {
    for (const { source } of this.levels) if (source instanceof ImageBitmap) source.close();
    this.levels.length = 1;
  }

  /** Draw what lies in `part` of the document, whose whole size is `document`. */
  draw(pen: CanvasRenderingContext2D, view: View, part: Bounds, document: Size): void {
    const x0 = Math.max(0, Math.floor(part.x0));
    const y0 = Math.max(0, Math.floor(part.y0));
    const x1 = Math.min(document.width, Math.ceil(part.x1));
    const y1 = Math.min(document.height, Math.ceil(part.y1));
    if (x1 <= x0 || y1 <= y0) return;
    const wanted = document.width * view.scale * (globalThis.devicePixelRatio || 1);
    const level = [...this.levels].reverse().find((one) => one.width >= wanted) ?? this.levels[0];
    if (!level) return;
    const kx = level.width / document.width;
    const ky = level.height / document.height;
    pen.imageSmoothingEnabled = view.scale < SQUARES_FROM;
    pen.imageSmoothingQuality = "low";
    pen.drawImage(level.source, x0 * kx, y0 * ky, (x1 - x0) * kx, (y1 - y0) * ky, x0 * view.scale + view.x, y0 * view.scale + view.y, (x1 - x0) * view.scale, (y1 - y0) * view.scale);
  }
}

/** Fetch and decode a picture. Rejects with a sentence. */
export async function loadPicture(address: string): Promise<Picture> {
  const image = new Image();
  image.decoding = "async";
  image.src = address;
  try {
    await image.decode();
  } catch {
    throw new Error("The picture's file cannot be read: it is gone, or no browser can show it.");
  }
  return new Picture(image);
}
