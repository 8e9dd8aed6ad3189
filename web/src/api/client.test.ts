import { afterEach, expect, test, vi } from "vitest";
import { api, ApiError, configureClient, data, sentence } from "./client";
import { fetchOrder, fetchPoints } from "./packed";

const onSignedOut = vi.fn();
const answering = (answer: () => Response | Promise<Response>) => {
  const fetched = vi.fn<(request: Request) => Promise<Response>>(async () => answer());
  vi.stubGlobal("fetch", fetched);
  configureClient({ token: async () => "secret", onSignedOut });
  return fetched;
};
const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });

afterEach(() => {
  vi.unstubAllGlobals();
  onSignedOut.mockClear();
});

test("a problem becomes an error with its sentence, kind and facts", async () => {
  answering(() => json(409, { type: "about:everloop:conflict", title: "Changed meanwhile", status: 409, detail: "Read it again.", facts: { rev: 3 } }));
  const error = await data(api.GET("/api/v1/jobs")).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ status: 409, kind: "conflict", message: "Read it again.", facts: { rev: 3 } });
});

test("a server that is not reached is an error with a sentence", async () => {
  answering(() => Promise.reject(new TypeError("Failed to fetch")));
  const error = await data(api.GET("/api/v1/jobs")).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ status: 0, isOffline: true });
  expect(sentence(error)).toMatch(/cannot be reached/);
});

test("an answer without a reason still says what to do", async () => {
  answering(() => new Response("<html>", { status: 502 }));
  await expect(data(api.GET("/api/v1/jobs"))).rejects.toThrow(/502/);
});

test("a request carries the token; a refused one ends the session, asking who one is does not", async () => {
  const fetched = answering(() => json(401, { type: "about:everloop:unauthenticated", title: "", status: 401, detail: "Sign in first." }));
  await data(api.GET("/api/v1/session")).catch(() => null);
  expect(onSignedOut).not.toHaveBeenCalled();
  await data(api.GET("/api/v1/jobs")).catch(() => null);
  expect(onSignedOut).toHaveBeenCalledOnce();
  expect(fetched.mock.calls[0]?.[0].headers.get("Authorization")).toBe("Bearer secret");
});

test("an order longer than a page is read whole", async () => {
  const all = Uint32Array.from([7, 8, 9, 10, 11]);
  const fetched = vi.fn(async (request: Request) => {
    const { offset } = (await request.json()) as { offset: number };
    return new Response(all.slice(offset, offset + 2).buffer, { headers: { "Everloop-Total": "5" } });
  });
  vi.stubGlobal("fetch", fetched);
  expect([...(await fetchOrder(null, "name"))]).toEqual([7, 8, 9, 10, 11]);
  expect(fetched).toHaveBeenCalledTimes(3);
});

test("points come as seqs, then x, then y", async () => {
  const bytes = new ArrayBuffer(24);
  new Uint32Array(bytes, 0, 2).set([5, 6]);
  new Float32Array(bytes, 8, 2).set([1, 2]);
  new Float32Array(bytes, 16, 2).set([3, 4]);
  vi.stubGlobal("fetch", async () => new Response(bytes, { headers: { "Everloop-Total": "2" } }));
  const points = await fetchPoints("m", null);
  expect([...points.seqs]).toEqual([5, 6]);
  expect([...points.xy]).toEqual([1, 3, 2, 4]);
});
