// @vitest-environment jsdom
import { MantineProvider } from "@mantine/core";
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Answers, OntologyClass } from "../attributes";
import { Fields } from "./Fields";

const attribute = (id: string, kind: "text" | "number") => ({ id, name: id, kind, required: false, archived: false, options: [] });
const CAR = { id: "car", name: "Car", attributes: [attribute("plate", "text"), attribute("speed", "number")] } as unknown as OntologyClass;
let given: Answers[];

function Shown() {
  const [answers, setAnswers] = useState<Answers>({});
  const take = (next: Answers): void => {
    given.push(next);
    setAnswers(next);
  };
  return <MantineProvider><Fields of={CAR} id="o" answers={answers} disabled={false} onAnswers={take} onDone={vi.fn()} /></MantineProvider>;
}

function typing(name: string, text: string): HTMLInputElement {
  const field = screen.getByLabelText<HTMLInputElement>(name);
  act(() => field.focus());
  fireEvent.change(field, { target: { value: text } });
  return field;
}

let unmount: () => void;
beforeEach(() => {
  given = [];
  vi.useFakeTimers();
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: vi.fn(), removeEventListener: vi.fn() }));
  vi.stubGlobal("ResizeObserver", class { observe() {} unobserve() {} disconnect() {} });
  Object.defineProperty(document, "fonts", { configurable: true, value: new EventTarget() });
  ({ unmount } = render(<Shown />));
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test.each([["1.50", 1.5], ["2.0", 2], ["1.", 1], ["0.", 0], ["7", 7]])("%s is a number", (text, said) => {
  const field = typing("speed", text);
  act(() => field.blur());
  expect(given.at(-1)).toEqual({ speed: said });
});

test("a number that is unfinished stays as it was typed, what is none is no answer, and an empty field takes it back", () => {
  const field = typing("speed", "1.50");
  act(() => void vi.advanceTimersByTime(500));
  expect([given.at(-1), field.value]).toEqual([{ speed: 1.5 }, "1.50"]);
  typing("speed", "-");
  act(() => void vi.advanceTimersByTime(500));
  expect(given.at(-1)).toEqual({ speed: 1.5 });
  typing("speed", "");
  act(() => void vi.advanceTimersByTime(500));
  expect(given.at(-1)).toEqual({});
});

test("one typing is one answer, a moment after its last key", () => {
  typing("plate", "M");
  act(() => void vi.advanceTimersByTime(400));
  const field = typing("plate", "MU");
  act(() => void vi.advanceTimersByTime(499));
  expect(given).toEqual([]);
  act(() => void vi.advanceTimersByTime(1));
  act(() => field.blur());
  expect(given).toEqual([{ plate: "MU" }]);
});

test.each([
  ["the page goes", () => window.dispatchEvent(new Event("pagehide"))],
  ["the editor goes", () => unmount()],
  ["a command of the keyboard", () => fireEvent.keyDown(screen.getByLabelText("plate"), { key: "s", ctrlKey: true })],
])("nothing that was typed is lost: %s", (_, leave) => {
  typing("plate", "MU 1");
  act(() => void leave());
  expect(given).toEqual([{ plate: "MU 1" }]);
});
