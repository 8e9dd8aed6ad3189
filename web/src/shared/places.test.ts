import { expect, test } from "vitest";
import { taskOf, taskPath } from "./places";

test.each(["item1.main", "item1.consensus", "a_b-c.main"])("the address of task %s has no dot and names it again", (task) => {
  const address = taskPath("p1", task);
  expect(address).not.toContain(".");
  expect(taskOf(address.split("/").at(-1) ?? "")).toBe(task);
});

test("an address with a dot, as older ones had, names the same task", () => {
  expect(taskOf("item1.main")).toBe("item1.main");
  expect(taskOf("item1")).toBe("item1.main");
});
