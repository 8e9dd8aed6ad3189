/**
 * Points by WebGL2, pixel for pixel as the CPU draws them: a point's place is rounded to a whole pixel, its disc is the same
 * set of pixels, and the order (behind, the others as they come, chosen) is that of the indices, without blending.
 */
import { BEHIND, CHOSEN, type Camera } from "./raster";
import { isSoftware, type Renderer, type Wish } from "./renderer";

const POINTS = `#version 300 es
in vec2 place;
in uint kind;
uniform vec4 eye;
uniform vec2 size;
uniform float scale;
uniform float reach;
flat out uint colour;
void main() {
  vec2 off = ((place - eye.xy) - eye.zw) * scale;
  vec2 pixel = floor(vec2(size.x * 0.5 + off.x, size.y * 0.5 - off.y) + 0.5);
  bool isCut = any(lessThan(pixel, vec2(reach))) || any(greaterThanEqual(pixel, size - reach));
  vec2 at = (pixel + 0.5) / size * 2.0 - 1.0;
  gl_Position = isCut ? vec4(2.0, 2.0, 2.0, 1.0) : vec4(at.x, -at.y, 0.0, 1.0);
  gl_PointSize = 2.0 * reach + 1.0;
  colour = kind;
}`;

const DISCS = `#version 300 es
precision highp float;
uniform sampler2D palette;
uniform float reach;
uniform float radius;
flat in uint colour;
out vec4 shown;
void main() {
  vec2 from = floor(gl_PointCoord * (2.0 * reach + 1.0)) - reach;
  if (dot(from, from) > radius * radius + 0.25) discard;
  shown = texelFetch(palette, ivec2(int(colour), 0), 0);
}`;

const ATTRIBUTES = { place: 0, kind: 1 };
type Gl = WebGL2RenderingContext;

/** A context on a canvas that may be drawn with; null: there is none, or (unless it was wished for) only software plays it. */
export function contextOf(canvas: OffscreenCanvas, wish: Wish): Gl | null {
  if (wish === "cpu" || (wish === "auto" && !hasCard())) return null;
  return canvas.getContext("webgl2", { antialias: false, depth: false, stencil: false, powerPreference: "high-performance", failIfMajorPerformanceCaveat: wish === "auto" });
}

let known: boolean | null = null;

/** Whether there is a graphics card; found out once. */
export function hasCard(): boolean {
  return (known ??= findsCard());
}

/** Asked of a canvas of its own: one that gave a WebGL2 context gives no other. */
function findsCard(): boolean {
  const gl = new OffscreenCanvas(1, 1).getContext("webgl2", { failIfMajorPerformanceCaveat: true });
  if (!gl) return false;
  const told = gl.getExtension("WEBGL_debug_renderer_info");
  const name = String(gl.getParameter(told ? told.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  return !isSoftware(name);
}

export class WebglRenderer implements Renderer {
  readonly kind = "webgl2";
  private readonly order: WebGLBuffer;
  private readonly places: WebGLBuffer;
  private readonly kinds: WebGLBuffer;
  private readonly at: Record<"eye" | "size" | "scale" | "reach" | "radius", WebGLUniformLocation | null>;
  private count = 0;

  /** Throws where the context cannot do it, such as where it is lost already. */
  constructor(private readonly canvas: OffscreenCanvas, private readonly gl: Gl) {
    const program = linked(gl);
    gl.useProgram(program);
    this.at = {
      eye: gl.getUniformLocation(program, "eye"),
      size: gl.getUniformLocation(program, "size"),
      scale: gl.getUniformLocation(program, "scale"),
      reach: gl.getUniformLocation(program, "reach"),
      radius: gl.getUniformLocation(program, "radius"),
    };
    [this.order, this.places, this.kinds] = [gl.createBuffer(), gl.createBuffer(), gl.createBuffer()];
    gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
    gl.disable(gl.BLEND);
  }

  setPoints(xy: Float32Array): void {
    const { gl } = this;
    gl.bindBuffer(gl.ARRAY_BUFFER, this.places);
    gl.bufferData(gl.ARRAY_BUFFER, xy, gl.STATIC_DRAW);
    gl.enableVertexAttribArray(ATTRIBUTES.place);
    gl.vertexAttribPointer(ATTRIBUTES.place, 2, gl.FLOAT, false, 0, 0);
  }

  setClasses(classes: Uint8Array, palette: Uint32Array): void {
    const { gl } = this;
    gl.bindBuffer(gl.ARRAY_BUFFER, this.kinds);
    gl.bufferData(gl.ARRAY_BUFFER, classes, gl.STATIC_DRAW);
    gl.enableVertexAttribArray(ATTRIBUTES.kind);
    gl.vertexAttribIPointer(ATTRIBUTES.kind, 1, gl.UNSIGNED_BYTE, 0, 0);
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, this.order);
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, drawingOrder(classes), gl.STATIC_DRAW);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, 256, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(palette.buffer, palette.byteOffset, 1024));
    this.count = classes.length;
  }

  draw(camera: Camera, width: number, height: number, radius: number): void {
    const { gl, canvas, at } = this;
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    const [x, y] = [Math.fround(camera.x), Math.fround(camera.y)];
    gl.viewport(0, 0, width, height);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.uniform4f(at.eye, x, y, camera.x - x, camera.y - y);
    gl.uniform2f(at.size, width, height);
    gl.uniform1f(at.scale, camera.scale);
    gl.uniform1f(at.reach, Math.ceil(radius));
    gl.uniform1f(at.radius, radius);
    gl.drawElements(gl.POINTS, this.count, gl.UNSIGNED_INT, 0);
    gl.finish();
  }
}

/** The points' places in the order in which they are drawn: those behind, the others, those chosen; each as they come. */
export function drawingOrder(classes: Uint8Array): Uint32Array {
  const order = new Uint32Array(classes.length);
  let behind = 0;
  let chosen = 0;
  for (const kind of classes) {
    if (kind === BEHIND) behind += 1;
    else if (kind === CHOSEN) chosen += 1;
  }
  let [first, middle, last] = [0, behind, classes.length - chosen];
  for (let i = 0; i < classes.length; i += 1) {
    const kind = classes[i];
    if (kind === BEHIND) order[first++] = i;
    else if (kind === CHOSEN) order[last++] = i;
    else order[middle++] = i;
  }
  return order;
}

function linked(gl: Gl): WebGLProgram {
  const program = gl.createProgram();
  for (const [kind, source] of [[gl.VERTEX_SHADER, POINTS], [gl.FRAGMENT_SHADER, DISCS]] as const) {
    const shader = gl.createShader(kind);
    if (!shader) throw new Error("WebGL2 gives no shader.");
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  for (const [name, at] of Object.entries(ATTRIBUTES)) gl.bindAttribLocation(program, at, name);
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) throw new Error(`WebGL2 does not take the map's shaders: ${gl.getProgramInfoLog(program) ?? "no reason"}`);
  return program;
}
