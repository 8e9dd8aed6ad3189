/** Answers that are packed arrays (orders, map points), read page by page. */
import { api } from "./client";

export type Filter = Record<string, unknown>;

const TOTAL = "Everloop-Total";
const POINT_BYTES = 12;

/** The whole order of a filter's items: one uint32 seq each. */
export async function fetchOrder(filter: Filter | null, sort: string | null, signal?: AbortSignal): Promise<Uint32Array> {
  const parts: Uint32Array[] = [];
  let have = 0;
  for (;;) {
    const { data, response } = await api.POST("/api/v1/search/order", {
      body: { filter, sort, offset: have },
      parseAs: "arrayBuffer",
      signal,
    });
    const page = new Uint32Array(data as unknown as ArrayBuffer);
    const total = Number(response.headers.get(TOTAL));
    parts.push(page);
    have += page.length;
    if (page.length === 0 || have >= total) return joined(parts, have);
  }
}

/** The points of a map, by seq; x and y interleaved as (x0, y0, x1, …). */
export interface Points {
  seqs: Uint32Array;
  xy: Float32Array;
}

export async function fetchPoints(mapId: string, filter: Filter | null, signal?: AbortSignal): Promise<Points> {
  const seqs: Uint32Array[] = [];
  const places: Float32Array[] = [];
  let have = 0;
  for (;;) {
    const { data, response } = await api.POST("/api/v1/maps/{map_id}/points", {
      params: { path: { map_id: mapId } },
      body: { filter, offset: have },
      parseAs: "arrayBuffer",
      signal,
    });
    const bytes = data as unknown as ArrayBuffer;
    const n = bytes.byteLength / POINT_BYTES;
    const x = new Float32Array(bytes, n * 4, n);
    const y = new Float32Array(bytes, n * 8, n);
    const xy = new Float32Array(n * 2);
    for (let i = 0; i < n; i += 1) {
      xy[2 * i] = x[i] ?? 0;
      xy[2 * i + 1] = y[i] ?? 0;
    }
    seqs.push(new Uint32Array(bytes, 0, n));
    places.push(xy);
    have += n;
    if (n === 0 || have >= Number(response.headers.get(TOTAL))) break;
  }
  const xy = new Float32Array(have * 2);
  let at = 0;
  for (const part of places) {
    xy.set(part, at);
    at += part.length;
  }
  return { seqs: joined(seqs, have), xy };
}

function joined(parts: Uint32Array[], length: number): Uint32Array {
  if (parts.length === 1 && parts[0]) return parts[0];
  const all = new Uint32Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
