/** Files for imports: a place is asked for, then the bytes go there. */
import { api, ApiError, data } from "./client";

/** Upload one file; answers the id that an import names it by. Throws ApiError. */
export async function uploadFile(file: File): Promise<string> {
  const place = await data(api.POST("/api/v1/files", { body: { size_bytes: file.size } }));
  const answer = await fetch(place.url, { method: "PUT", body: file }).catch(() => null);
  if (!answer) throw new ApiError(0, "offline", "Not reached", `${file.name} could not be sent: the server cannot be reached. Try again.`);
  if (!answer.ok) throw new ApiError(answer.status, "http", "Failed", `${file.name} was not taken: the store answered ${answer.status}. Try again.`);
  return place.id;
}
