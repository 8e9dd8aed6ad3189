import { expect, test } from "vitest";
import type { Folder } from "./api";
import { beginDrag, holdsItems, takeDragged } from "./dragging";
import { placesFor } from "./parts/FolderDialogs";

/** As much of a browser's drag as is used. */
function transfer(): DataTransfer {
  const types: string[] = [];
  return { types, setData: (type: string) => types.push(type) } as unknown as DataTransfer;
}

test("a drag of a chosen picture takes all that is chosen, of another it alone", () => {
  const drag = transfer();
  expect(holdsItems(drag)).toBe(false);
  beginDrag(drag, 2, new Set([1, 2, 3]));
  expect(holdsItems(drag)).toBe(true);
  expect([...takeDragged()]).toEqual([1, 2, 3]);
  beginDrag(transfer(), 9, new Set([1, 2, 3]));
  expect([...takeDragged()]).toEqual([9]);
  expect([...takeDragged()]).toEqual([]);
});

test("a folder moves neither into itself, nor below itself, nor where it is, nor where one may not write", () => {
  const folder = (id: string, parent: string | null, role = "admin") => ({ id, name: id, parent, role }) as Folder;
  const all = [folder("root", null), folder("a", "root"), folder("b", "a"), folder("c", "b"), folder("d", "root"), folder("e", "root", "viewer")];
  expect(placesFor(folder("a", "root"), all).map((one) => one.value)).toEqual(["d"]);
  expect(placesFor(folder("c", "b"), all).map((one) => one.label)).toEqual(["a", "d", "The root"]);
});
