/** Points by the CPU, for machines without a graphics card. */
import { type Camera, draw } from "./raster";
import type { Renderer } from "./renderer";

export class CpuRenderer implements Renderer {
  readonly kind = "cpu";
  private xy = new Float32Array(0);
  private classes = new Uint8Array(0);
  private palette = new Uint32Array(256);
  private image: ImageData | null = null;

  constructor(private readonly canvas: OffscreenCanvas, private readonly context: OffscreenCanvasRenderingContext2D) {}

  setPoints(xy: Float32Array): void {
    this.xy = xy as Float32Array<ArrayBuffer>;
  }

  setClasses(classes: Uint8Array, palette: Uint32Array): void {
    this.classes = classes as Uint8Array<ArrayBuffer>;
    this.palette = palette as Uint32Array<ArrayBuffer>;
  }

  draw(camera: Camera, width: number, height: number, radius: number): void {
    if (this.canvas.width !== width || this.canvas.height !== height || !this.image) {
      this.canvas.width = width;
      this.canvas.height = height;
      this.image = new ImageData(width, height);
    }
    draw(new Uint32Array(this.image.data.buffer), width, height, this.xy, this.classes, this.palette, camera, radius);
    this.context.putImageData(this.image, 0, 0);
  }
}
