// @vitest-environment jsdom
import { expect, test, vi } from "vitest";
import { doubles, KeyRegistry, matches, shown } from "./registry";

const press = (init: KeyboardEventInit): KeyboardEvent => new KeyboardEvent("keydown", { cancelable: true, ...init });

test("a screen's key stands above the shell's while it is registered", () => {
  const registry = new KeyRegistry();
  const shell = vi.fn();
  const screen = vi.fn();
  registry.register([{ id: "a", scope: "Shell", keys: "j", title: "Shell", run: shell }]);
  const off = registry.register([{ id: "b", scope: "Screen", keys: "j", title: "Screen", run: screen }]);
  registry.handle(press({ key: "j" }));
  off();
  registry.handle(press({ key: "j" }));
  expect([screen.mock.calls.length, shell.mock.calls.length]).toEqual([1, 1]);
});

test("the same keys twice in one scope are refused", () => {
  const registry = new KeyRegistry();
  const one = { scope: "S", title: "", run: () => undefined };
  expect(() => registry.register([{ ...one, id: "a", keys: "x" }, { ...one, id: "b", keys: ["y", "X"] }])).toThrow(/S x/);
  expect(doubles([{ scope: "A", keys: "x" }, { scope: "B", keys: "x" }])).toEqual([]);
});

test("letters go by what they write, digits by their place, symbols whatever Shift says", () => {
  expect(matches(press({ key: "&", code: "Digit1" }), "1")).toBe(true);
  expect(matches(press({ key: "?", shiftKey: true }), "?")).toBe(true);
  expect(matches(press({ key: "K", ctrlKey: true }), "Mod+K")).toBe(true);
  expect(matches(press({ key: "k" }), "Mod+K")).toBe(false);
  expect(matches(press({ key: "K", shiftKey: true }), "k")).toBe(false);
});

test("single keys can be turned off, and rest while a field has the focus", () => {
  const registry = new KeyRegistry();
  const run = vi.fn();
  registry.register([{ id: "a", scope: "S", keys: ["a", "Mod+S"], title: "", run }]);
  const input = document.body.appendChild(document.createElement("input"));
  input.addEventListener("keydown", (event) => registry.handle(event));
  input.dispatchEvent(press({ key: "a" }));
  registry.singleKeys = false;
  registry.handle(press({ key: "a" }));
  expect(run).not.toHaveBeenCalled();
  registry.handle(press({ key: "s", ctrlKey: true }));
  expect(run).toHaveBeenCalledOnce();
});

test("chords are shown as keycaps", () => {
  expect(shown("Mod+Shift+ArrowLeft")).toEqual(["Ctrl", "Shift", "←"]);
});

test("in a dialog only its own keys are alive", () => {
  const registry = new KeyRegistry();
  const [page, dialog] = [vi.fn(), vi.fn()];
  registry.register([
    { id: "a", scope: "S", keys: "x", title: "", run: page },
    { id: "submit", scope: "S", keys: "Mod+Enter", title: "", inFields: true, run: page },
  ]);
  registry.register([{ id: "b", scope: "D", keys: "y", title: "", run: dialog, inDialog: true }]);
  const within = document.body.appendChild(document.createElement("div"));
  within.setAttribute("role", "dialog");
  within.addEventListener("keydown", (event) => registry.handle(event));
  within.dispatchEvent(press({ key: "x" }));
  within.dispatchEvent(press({ key: "y" }));
  const words = within.appendChild(document.createElement("textarea"));
  words.dispatchEvent(press({ key: "Enter", ctrlKey: true, bubbles: true }));
  expect([page.mock.calls.length, dialog.mock.calls.length]).toEqual([0, 1]);
});

test("arrows stay with radio buttons", () => {
  const registry = new KeyRegistry();
  const run = vi.fn();
  registry.register([{ id: "a", scope: "S", keys: "ArrowLeft", title: "", run }]);
  const radio = document.body.appendChild(document.createElement("input"));
  radio.type = "radio";
  radio.addEventListener("keydown", (event) => registry.handle(event));
  radio.dispatchEvent(press({ key: "ArrowLeft" }));
  expect(run).not.toHaveBeenCalled();
});

test("while a dialog is open the page's keys are off, also where nothing in it has the focus", () => {
  const registry = new KeyRegistry();
  const page = vi.fn();
  registry.register([{ id: "delete", scope: "S", keys: "Delete", title: "", run: page }]);
  const dialog = document.body.appendChild(document.createElement("section"));
  dialog.setAttribute("role", "dialog");
  dialog.setAttribute("aria-modal", "true");
  registry.handle(press({ key: "Delete" }));
  expect(page).not.toHaveBeenCalled();
  dialog.remove();
  registry.handle(press({ key: "Delete" }));
  expect(page).toHaveBeenCalledOnce();
});

test("a key that is held down moves on, and submits once", () => {
  const registry = new KeyRegistry();
  const [submit, step] = [vi.fn(), vi.fn()];
  registry.register([
    { id: "submit", scope: "S", keys: "Mod+Enter", title: "", run: submit },
    { id: "step", scope: "S", keys: ["Shift+ArrowLeft", "Mod+Z"], title: "", run: step },
  ]);
  const held = [false, true, true].map((repeat) => press({ key: "Enter", ctrlKey: true, repeat }));
  for (const event of held) registry.handle(event);
  expect(submit).toHaveBeenCalledOnce();
  expect(held.every((event) => event.defaultPrevented)).toBe(true);
  for (const repeat of [false, true]) registry.handle(press({ key: "ArrowLeft", shiftKey: true, repeat }));
  for (const repeat of [false, true]) registry.handle(press({ key: "z", ctrlKey: true, repeat }));
  expect(step).toHaveBeenCalledTimes(4);
});
