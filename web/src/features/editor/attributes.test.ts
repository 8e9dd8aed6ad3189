import { expect, test } from "vitest";
import { answered, asked, missing, type Attribute, type OntologyClass } from "./attributes";
import { classKeys } from "./keys";

const of = (id: string, more: Partial<Attribute> = {}): Attribute => ({ id, name: id, kind: "text", required: false, options: [], archived: false, ...more });
const option = (id: string, attributes: Attribute[] = []) => ({ id, name: id, attributes, archived: false });
const inner = of("blink", { kind: "radio", required: true, options: [option("left"), option("right")] });
const car = { id: "car", name: "Car", attributes: [of("lights", { kind: "radio", options: [option("on", [inner]), option("off")] }), of("plate", { required: true })] } as unknown as OntologyClass;

test("an option opens its questions, and another one takes their answers with it", () => {
  const on = answered(car, answered(car, {}, "lights", "on"), "blink", "left");
  expect(asked(car.attributes, on).map(({ attribute, depth }) => [attribute.id, depth])).toEqual([["lights", 0], ["blink", 1], ["plate", 0]]);
  expect(answered(car, on, "lights", "off")).toEqual({ lights: "off" });
});

test("what is required and asked is missing until it is answered", () => {
  expect(missing(car, {}).map((one) => one.id)).toEqual(["plate"]);
  expect(missing(car, { lights: "on", plate: "" }).map((one) => one.id)).toEqual(["blink", "plate"]);
  expect(answered(car, { plate: "x" }, "plate", "")).toEqual({});
});

test("a class has the ontology's key unless the editor needs it, else a digit", () => {
  const classes = [["a", "c"], ["b", "v"], ["c", "c"], ["d", "1"], ["e", null]].map(([id, hotkey]) => ({ id, hotkey, name: id }) as OntologyClass);
  expect([...classKeys(classes)]).toEqual([["a", "c"], ["d", "1"], ["b", "2"], ["c", "3"], ["e", "4"]]);
});
