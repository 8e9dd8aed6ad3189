import { expect, test } from "vitest";
import { bytes, folderPaths, short } from "./names";
import { tree } from "./parts/FolderTree";

const folder = (id: string, name: string, parent: string | null) => ({ id, name, parent, role: "admin" as const, schema: 1, children: 0, deleted: false, created_at: 0, created_by: "", updated_at: 0 });
const folders = [folder("root", "All files", null), folder("b", "Beta", "root"), folder("a", "Alpha", "root"), folder("c", "Child", "a")];

test("a folder counts what lies in it and below", () => {
  const [root] = tree(folders, new Map([["c", 3], ["b", 2], ["root", 1]]));
  expect(root?.items).toBe(6);
  expect(root?.children.map((one) => [one.folder.name, one.items])).toEqual([["Alpha", 3], ["Beta", 2]]);
});

test("who sees only a folder within sees it as a root", () => {
  expect(tree(folders.slice(3), new Map()).map((one) => one.folder.id)).toEqual(["c"]);
});

test("paths leave the root out", () => {
  expect(folderPaths(folders).get("c")).toBe("Alpha / Child");
});

test("numbers are short", () => {
  expect([short(0.123456), short(1234.5), bytes(177_000), bytes(12)]).toEqual(["0.123", "1,235", "177 kB", "12 B"]);
});
