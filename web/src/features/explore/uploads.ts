/** Uploads that go on, and those that are over until they are closed: of the whole site, so that leaving the explorer loses none. */
import { Signal } from "@/canvas/signal";
import { upload, type UploadState } from "./upload";

export interface Upload {
  id: number;
  /** Who uploads. */
  member: string;
  state: UploadState;
  stop: () => void;
}

export const uploads = new Signal<readonly Upload[]>([]);
let last = 0;

/** Upload files into a folder, beside what is uploaded already; resolves when the last one is read. */
export async function beginUpload(files: readonly File[], folder: string, member: string): Promise<void> {
  const stopping = new AbortController();
  last += 1;
  const id = last;
  const say = (state: UploadState) => {
    const one = { id, member, state, stop: () => stopping.abort() };
    const all = uploads.get();
    uploads.set(all.some((other) => other.id === id) ? all.map((other) => (other.id === id ? one : other)) : [...all, one]);
  };
  const ask = (event: BeforeUnloadEvent) => event.preventDefault();
  window.addEventListener("beforeunload", ask);
  try {
    await upload(files, folder, say, stopping.signal);
  } finally {
    window.removeEventListener("beforeunload", ask);
  }
}

/** Nobody sees, or goes on with, what somebody else began at this browser. */
export function endUploadsOfOthers(member: string): void {
  for (const one of uploads.get()) if (one.member !== member) one.stop();
  if (uploads.get().some((one) => one.member !== member)) uploads.set(uploads.get().filter((one) => one.member === member));
}

export function closeUpload(id: number): void {
  uploads.set(uploads.get().filter((one) => one.id !== id));
}
