/**
 * The distribution and the hosts beside it, for a browser that resolves their names to this server: see edge.py.
 *
 * Told on standard input: `domain` and `behaviours` (in order, the default one last) of the distribution; `store`, the host of the
 * store's signed addresses, with the `cors` rules of each bucket; `issuer` and `signIn`, the hosts of the user pool; `emulator`,
 * the address that stands behind all of them, and how many requests its API takes
 * `atOnce`; `cert` and `key`. Says its port on standard output.
 */
import crypto from "node:crypto";
import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import vm from "node:vm";

const told = JSON.parse(readFileSync(0, "utf8"));
const behind = new URL(told.emulator);
const toApi = new http.Agent({ keepAlive: false, maxSockets: told.atOnce });
const toOthers = new http.Agent({ keepAlive: false, maxSockets: 64 });
const HOPS = ["connection", "keep-alive", "transfer-encoding", "upgrade", "host"];
const OF_SITES = ["range", "if-none-match", "if-modified-since", "if-match", "if-unmodified-since", "if-range"];
const COOKIES = ["CloudFront-Policy", "CloudFront-Signature", "CloudFront-Key-Pair-Id"];

const server = https.createServer({ cert: told.cert, key: told.key }, (request, response) => {
  const host = (request.headers.host ?? "").split(":")[0];
  const answer = { [told.domain]: distribution, [told.store]: store, [told.issuer]: issuer, [told.signIn]: signIn }[host];
  Promise.resolve(answer ? answer(request) : said(421, `${host} is not served here`)).then(
    ({ status, headers, body }) => response.writeHead(status, headers).end(body),
    (error) => {
      console.error(`${request.method} ${host}${request.url}: ${error.stack}`);
      response.writeHead(502).end();
    },
  );
});
server.listen(0, "127.0.0.1", () => console.log(JSON.stringify({ port: server.address().port })));
// Browsers connect ahead and ask later: a connection is never closed on them.
Object.assign(server, { keepAliveTimeout: 0, headersTimeout: 0, requestTimeout: 0 });

/** As the behaviour of the path says: methods, cookies, function, origin, headers. */
async function distribution(request) {
  const asked = new URL(request.url, `https://${told.domain}`);
  const found = told.behaviours.find((one) => matches(one.pattern, asked.pathname));
  if (!found.methods.includes(request.method)) return withHeaders(said(403, "This distribution takes no such method."), found);
  const refusal = found.keys && refused(found.keys, cookiesOf(request), `https://${told.domain}${request.url}`);
  if (refusal) return withHeaders(said(403, refusal), found);
  const uri = found.code ? atTheEdge(found.code, request, asked.pathname) : asked.pathname === "/" ? `/${told.root}` : asked.pathname;
  const forwarded = found.forwardsAll ? without(request.headers, [...HOPS, "accept-encoding"]) : only(request.headers, OF_SITES);
  const answer = await ask(request.method, `${found.origin}${uri}${found.forwardsAll ? asked.search : ""}`, forwarded, await bodyOf(request));
  return withHeaders(found.forwardsAll ? withPublicAddresses(answer) : { ...answer, headers: unshared(answer.headers) }, found);
}

/** A path pattern of a behaviour: "*" is any text. */
function matches(pattern, path) {
  return new RegExp(`^${pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\/]/g, "\\$&")).join(".*")}$`).test(path);
}

/** Why CloudFront would not give this out, from the three cookies of a custom policy; null: it would. */
function refused(keys, cookies, address) {
  if (COOKIES.some((name) => !cookies[name])) return "MissingKey";
  const key = keys[cookies["CloudFront-Key-Pair-Id"]];
  if (!key) return "InvalidKey: the key is of no trusted group";
  const [policy, seal] = COOKIES.slice(0, 2).map((name) => Buffer.from(cookies[name].replace(/[-_~]/g, (one) => ({ "-": "+", _: "=", "~": "/" })[one]), "base64"));
  if (!crypto.verify("RSA-SHA1", policy, key, seal)) return "InvalidSignature";
  const [{ Resource: resource, Condition: condition }] = JSON.parse(policy.toString()).Statement;
  if (!matches(resource, address)) return "AccessDenied: another address";
  return condition.DateLessThan["AWS:EpochTime"] * 1000 > Date.now() ? null : "AccessDenied: expired";
}

/** The path that a function of the template makes of a viewer's request. */
function atTheEdge(code, request, path) {
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, { value: String(value) }]));
  const event = { version: "1.0", context: { eventType: "viewer-request" }, request: { method: request.method, uri: path, querystring: {}, headers, cookies: {} } };
  const sandbox = vm.createContext({ event: structuredClone(event) });
  return vm.runInContext(`${code}\nhandler(event)`, sandbox, { timeout: 5_000 }).uri;
}

/** With the headers of the behaviour's policy; an origin's own stay where the policy does not override them. */
function withHeaders(answer, found) {
  const headers = { ...answer.headers };
  for (const { name, value, override } of found.headers) if (override || !(name in headers)) headers[name] = value;
  return { ...answer, headers };
}

/** Addresses that functions sign name the emulator; in a deployment they would name the store's own host. */
function withPublicAddresses(answer) {
  if (!/json/.test(answer.headers["content-type"] ?? "")) return answer;
  const body = Buffer.from(answer.body.toString().replaceAll(`http://127.0.0.1:${behind.port}/`, `https://${told.store}/`).replaceAll(`http://localhost:${behind.port}/`, `https://${told.store}/`));
  return { ...answer, headers: { ...answer.headers, "content-length": body.length }, body };
}

/** The store: signed addresses only, and pages of other origins as each bucket's CORS rules say. */
async function store(request) {
  const asked = new URL(request.url, `https://${told.store}`);
  const [, bucket] = asked.pathname.split("/");
  const method = request.method === "OPTIONS" ? request.headers["access-control-request-method"] : request.method;
  const origin = request.headers.origin;
  const rule = (told.cors[bucket] ?? []).find((one) => one.AllowedOrigins.includes(origin) && one.AllowedMethods.includes(method));
  const shared = rule ? { "access-control-allow-origin": origin, "access-control-allow-methods": rule.AllowedMethods.join(", "), "access-control-allow-headers": request.headers["access-control-request-headers"] ?? "*", vary: "Origin" } : {};
  if (request.method === "OPTIONS") return rule ? { status: 200, headers: shared, body: "" } : said(403, "CORSResponse: this origin is not allowed");
  if (!asked.searchParams.has("X-Amz-Signature")) return said(403, "AccessDenied");
  const answer = await ask(request.method, `${told.emulator}${request.url}`, without(request.headers, HOPS), await bodyOf(request));
  return { ...answer, headers: { ...unshared(answer.headers), ...shared } };
}

/** The pool's public documents. Amazon has the pages of a pool at its domain; MiniStack at its own address. */
async function issuer(request) {
  const answer = await ask("GET", `${told.emulator}${request.url}`, {}, null);
  const text = answer.body.toString().replaceAll(`${told.emulator}/oauth2`, `https://${told.signIn}/oauth2`).replaceAll(`${told.emulator}/logout`, `https://${told.signIn}/logout`);
  const body = Buffer.from(text.replaceAll(told.emulator, `https://${told.issuer}`));
  return { ...answer, headers: { ...answer.headers, "content-length": body.length, "access-control-allow-origin": "*" }, body };
}

/** The page at which people sign in, and the tokens that it gives. */
async function signIn(request) {
  const answer = await ask(request.method, `${told.emulator}${request.url}`, without(request.headers, HOPS), await bodyOf(request));
  return { ...answer, headers: { ...answer.headers, "access-control-allow-origin": "*" } };
}

function ask(method, address, headers, body) {
  return new Promise((resolve, reject) => {
    const asked = http.request(address, { agent: address.includes("/_aws/execute-api/") ? toApi : toOthers, method, headers: body ? { ...headers, "content-length": body.length } : without(headers, ["content-length"]) }, (answer) => {
      bodyOf(answer).then((data) => resolve({ status: answer.statusCode, headers: without(answer.headers, HOPS), body: data }), reject);
    });
    asked.on("error", reject);
    asked.end(body ?? undefined);
  });
}

async function bodyOf(stream) {
  const parts = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

function cookiesOf(request) {
  return Object.fromEntries((request.headers.cookie ?? "").split("; ").map((one) => [one.slice(0, one.indexOf("=")), one.slice(one.indexOf("=") + 1)]));
}

function said(status, text) {
  return { status, headers: { "content-type": "text/plain" }, body: text };
}

/** MiniStack lets every page read its buckets; Amazon asks the bucket's rules. */
function unshared(headers) {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith("access-control-")));
}

function without(headers, names) {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
}

function only(headers, names) {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => names.includes(name)));
}
