/** Uploads: ask for addresses, send the bytes, have items made; by the hundred, a few at once. */
import { api, data, isAbort, sentence } from "@/api/client";

const IN_ONE = 100;
const AT_ONCE = 4;
const HASHED_BYTES = 64 * 1024 * 1024;
const TRIES = 3;
const READ_AT_ONCE = 1_000;
const LOOKS = 60;
const LOOK_MS = 1_000;

export interface UploadState {
  total: number;
  sent: number;
  made: number;
  failures: { name: string; reason: string }[];
  /** Sent, but the server has not read them yet. */
  reading: number;
  isOver: boolean;
}

/** Send files into a folder; `say` hears of every step. What fails is listed with its reason, the others go on; it is over, too, where this throws. */
export async function upload(files: readonly File[], folder: string, say: (state: UploadState) => void, signal: AbortSignal): Promise<UploadState> {
  const state: UploadState = { total: files.length, sent: 0, made: 0, failures: [], reading: 0, isOver: false };
  const tell = () => say({ ...state, failures: [...state.failures] });
  tell();
  const items: string[] = [];
  try {
    for (let at = 0; at < files.length && !signal.aborted; at += IN_ONE) items.push(...(await batch(files.slice(at, at + IN_ONE), folder, state, tell, signal)));
    for (let at = 0; at < items.length && !signal.aborted; at += READ_AT_ONCE) await watch(items.slice(at, at + READ_AT_ONCE), state, tell, signal);
  } finally {
    state.isOver = true;
    state.reading = 0;
    tell();
  }
  return state;
}

async function batch(files: readonly File[], folder: string, state: UploadState, tell: () => void, signal: AbortSignal): Promise<string[]> {
  const made: string[] = [];
  const fail = (file: File, reason: string) => {
    state.failures.push({ name: file.name, reason });
    tell();
  };
  try {
    const asked: { name: string; content_hash: string | null }[] = [];
    for (const file of files) asked.push({ name: file.name, content_hash: await hash(file) }); // one at a time: each is whole in memory
    const addresses = await data(api.POST("/api/v1/uploads", { body: { files: asked, folder }, signal }));
    const sent = new Map<string, File>();
    const waiting = addresses.map((address, at) => ({ address, file: files[at] as File }));
    const work = async () => {
      for (let next = waiting.shift(); next && !signal.aborted; next = waiting.shift()) {
        const reason = await send(next.address, next.file, signal);
        if (reason === null) {
          sent.set(next.address.key, next.file);
          state.sent += 1;
          tell();
        } else fail(next.file, reason);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    if (sent.size === 0) return made;
    const report = await data(api.POST("/api/v1/uploads/finish", { body: { keys: [...sent.keys()], folder }, signal }));
    for (const one of report.items) {
      const file = sent.get(one.key);
      if (one.reason && file) fail(file, one.reason);
      else {
        state.made += 1;
        if (one.item) made.push(one.item);
      }
    }
    tell();
  } catch (error) {
    for (const file of files) fail(file, isAbort(error) ? "Stopped." : sentence(error));
  }
  return made;
}

/** Wait until the server has read the files; those it cannot read are failures too, with its reason. */
async function watch(items: readonly string[], state: UploadState, tell: () => void, signal: AbortSignal): Promise<void> {
  const inState = (states: string[]) => ({ and: [{ ids: items }, { in: { f: "state", v: states } }] });
  for (let look = 0; look < LOOKS && !signal.aborted; look += 1) {
    const read = await data(api.POST("/api/v1/search", { body: { filter: inState(["ready", "failed"]), limit: 1 }, signal }));
    state.reading = items.length - read.total;
    tell();
    if (state.reading <= 0) break;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  const failed = await data(api.POST("/api/v1/search", { body: { filter: inState(["failed"]), limit: READ_AT_ONCE }, signal }));
  state.made -= failed.items.length;
  state.failures.push(...failed.items.map((one) => ({ name: one.name, reason: one.reason ?? "It could not be read." })));
  tell();
}

async function send(address: { url: string; method: string; headers?: Record<string, string> }, file: File, signal: AbortSignal): Promise<string | null> {
  let reason = "";
  for (let tries = 0; tries < TRIES; tries += 1) {
    try {
      const answer = await fetch(address.url, { method: address.method, headers: address.headers, body: file, signal });
      if (answer.ok) return null;
      reason = `The store refused the file (${answer.status}).`;
      if (answer.status < 500) return reason;
    } catch (error) {
      if (isAbort(error)) return "Stopped.";
      reason = "The connection broke while the file was sent.";
    }
  }
  return reason;
}

/** With it the same file uploaded again is the same item. Not of very large files, nor where the page is not secure. */
async function hash(file: File): Promise<string | null> {
  if (file.size > HASHED_BYTES || !globalThis.isSecureContext) return null;
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The files of a drop, folders gone through. */
export async function filesOf(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items].map((one) => one.webkitGetAsEntry()).filter((one) => one !== null);
  if (entries.length === 0) return [...transfer.files];
  return (await Promise.all(entries.map(walk))).flat();
}

async function walk(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile) return [await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))];
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: File[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return found;
    found.push(...(await Promise.all(some.map(walk))).flat());
  }
}
