/** The one way to the API: a typed client whose every failure is an ApiError with a sentence to act on. */
import createClient, { type Middleware } from "openapi-fetch";
import type { components, paths } from "./schema";

export type Schemas = components["schemas"];

/** A JSON value as the API's free-form fields hold it. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A failed request. `message` is the problem's sentence; `facts` are for programs, such as the newer row of a conflict. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    /** HTTP status; 0 where the server was not reached. */
    readonly status: number,
    /** The last word of the problem's type: invalid, notfound, forbidden, conflict, transient, unauthenticated, … */
    readonly kind: string,
    readonly title: string,
    detail: string,
    readonly facts: Record<string, unknown> = {},
  ) {
    super(detail);
  }

  get isOffline(): boolean {
    return this.status === 0;
  }
}

/** Gives the bearer token of a request; null where a cookie does it. */
export type TokenSource = () => Promise<string | null>;

let tokenOf: TokenSource = async () => null;
let signedOut: () => void = () => undefined;

/** Said once at start, by whoever knows how people sign in. */
export function configureClient(given: { token: TokenSource; onSignedOut: () => void }): void {
  tokenOf = given.token;
  signedOut = given.onSignedOut;
}

const guard: Middleware = {
  async onRequest({ request }) {
    const token = await tokenOf();
    if (token) request.headers.set("Authorization", `Bearer ${token}`);
    return request;
  },
  async onResponse({ response, schemaPath }) {
    if (response.ok || response.status === 304) return undefined;
    if (response.status === 401 && schemaPath !== "/api/v1/session") signedOut();
    throw await problemOf(response);
  },
  onError({ error }) {
    if (error instanceof ApiError || (error instanceof Error && isAbort(error))) return error;
    return new ApiError(0, "offline", "Not reached", "The server cannot be reached. Try again in a moment.");
  },
};

/** The raw client; `data` unwraps its answers. */
export const api = createClient<paths>({ baseUrl: globalThis.location?.origin ?? "http://127.0.0.1", fetch: (request) => globalThis.fetch(request) });
api.use(guard);

/** The body of an answer: `await data(api.GET("/api/v1/jobs"))`. Throws ApiError. */
export async function data<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T;
}

/** The body and the row's version (ETag), for If-Match. */
export async function dataAndTag<T>(answer: Promise<{ data?: T; response: Response }>): Promise<{ data: T; etag: string | null }> {
  const { data: body, response } = await answer;
  return { data: body as T, etag: response.headers.get("ETag") };
}

/** The sentence to show for anything that was thrown. */
export function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}

async function problemOf(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  if (typeof body === "object" && body !== null && "detail" in body && typeof body.detail === "string") {
    const problem = body as { type?: string; title?: string; detail: string; facts?: Record<string, unknown> };
    const kind = problem.type?.split(":").at(-1) ?? "http";
    return new ApiError(response.status, kind, problem.title ?? "Failed", problem.detail, problem.facts ?? {});
  }
  return new ApiError(response.status, "http", "Failed", `The server answered ${response.status} without a reason. Try again.`);
}
