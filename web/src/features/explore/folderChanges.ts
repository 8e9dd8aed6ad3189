/** What is done to folders; each answers how to take it back, where that can be done. */
import { api, ApiError, data, sentence } from "@/api/client";
import { fetchOrder } from "@/api/packed";
import type { Folder } from "./api";
import { type Done, moveTo, whole } from "./changes";

const AGAIN_MS = 500;
const TRIES = 40;

export async function renameFolder(folder: Folder, name: string): Promise<Done> {
  await change(folder.id, { name });
  return { text: `“${folder.name}” is now called “${name}”.`, refused: [], undo: () => whole(change(folder.id, { name: folder.name })) };
}

export async function moveFolder(folder: Folder, into: string, path: string): Promise<Done> {
  const before = folder.parent ?? undefined;
  await change(folder.id, { parent: into });
  return { text: `“${folder.name}” moved to ${path}.`, refused: [], undo: before === undefined || before === into ? null : () => whole(change(folder.id, { parent: before })) };
}

function change(folder_id: string, body: { name?: string; parent?: string }): Promise<unknown> {
  return data(api.PATCH("/api/v1/folders/{folder_id}", { params: { path: { folder_id } }, body }));
}

/** Move a folder's pictures to the folder above it, then delete it. The index may still be told of the moves: a moment's patience. */
export async function deleteFolder(folder: Folder, above: string, abovePath: string): Promise<Done> {
  const seqs = new Set(await fetchOrder({ in: { f: "folder", v: [folder.id] } }, null));
  const moved = seqs.size > 0 ? await moveTo(seqs, above, abovePath) : null;
  if (moved && moved.refused.length > 0) return { ...moved, text: `${moved.text} The folder stays, as some could not be moved.` };
  for (let at = 0; ; at += 1) {
    try {
      await data(api.DELETE("/api/v1/folders/{folder_id}", { params: { path: { folder_id: folder.id } } }));
      break;
    } catch (error) {
      if (!moved) throw error;
      const isSettling = error instanceof ApiError && error.status === 409 && "items" in error.facts;
      if (at === TRIES || !isSettling) return { ...moved, text: `${moved.text} The folder stays.`, refused: [{ name: folder.name, reason: sentence(error) }] };
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
  return { text: `“${folder.name}” is deleted.${moved ? ` ${moved.text}` : ""}`, refused: [], undo: null };
}
