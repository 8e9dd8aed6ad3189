/** The filter as a list of nodes that must all hold: one token each, in the URL as they are. */
import type { Filter } from "@/api/packed";

export type Node = Filter;

interface Range {
  f: string;
  gte?: number;
  gt?: number;
  lte?: number;
  lt?: number;
}
interface In {
  f: string;
  v: (string | number | boolean)[];
}

export interface Names {
  /** A field's title. */
  field: (name: string) => string;
  /** How a value of a field is shown: a folder by its path, a project's class by its name. */
  value: (field: string, value: string | number | boolean) => string;
}

const NO_NODES: Node[] = [];
const read = new WeakMap<object, Node[]>();

/** What stands in the URL as nodes; anything else is no filter. The same list, as long as the address has the same. */
export function readNodes(raw: unknown): Node[] {
  if (typeof raw !== "object" || raw === null) return NO_NODES;
  const known = read.get(raw);
  if (known) return known;
  const nodes = nodesOf(Array.isArray(raw) ? raw : [raw]);
  read.set(raw, nodes);
  return nodes;
}

function nodesOf(list: readonly unknown[]): Node[] {
  return list.filter((one): one is Node => typeof one === "object" && one !== null && !Array.isArray(one) && Object.keys(one).length === 1);
}

/** The one filter of some nodes; null: all items. */
export function together(nodes: readonly Node[]): Node | null {
  if (nodes.length === 0) return null;
  return nodes.length === 1 ? (nodes[0] ?? null) : { and: nodes };
}

/** The field that a node is about, where it is about one. */
export function fieldOf(node: Node): string | null {
  const [kind, said] = Object.entries(node)[0] ?? [];
  if (kind === "exists") return String(said);
  if (kind === "not") return null;
  return typeof said === "object" && said !== null && "f" in said ? String(said.f) : null;
}

/** The nodes that are not about a field: what its facet is counted over, so that several of its values can be chosen. */
export function without(nodes: readonly Node[], field: string): Node[] {
  return nodes.filter((node) => fieldOf(node) !== field);
}

export function valuesOf(nodes: readonly Node[], field: string): (string | number | boolean)[] {
  return nodes.flatMap((node) => (fieldOf(node) === field && "in" in node ? (node.in as In).v : []));
}

export function withValues(nodes: readonly Node[], field: string, values: readonly (string | number | boolean)[]): Node[] {
  const others = without(nodes, field);
  return values.length === 0 ? others : [...others, { in: { f: field, v: values } }];
}

export function toggled(nodes: readonly Node[], field: string, value: string | number | boolean): Node[] {
  const now = valuesOf(nodes, field);
  return withValues(nodes, field, now.includes(value) ? now.filter((one) => one !== value) : [...now, value]);
}

export function rangeOf(nodes: readonly Node[], field: string): Range | null {
  const node = nodes.find((one) => fieldOf(one) === field && "range" in one);
  return node ? (node.range as Range) : null;
}

/** Between two values, both of them in; null: anywhere. */
export function withRange(nodes: readonly Node[], field: string, range: readonly [number, number] | null): Node[] {
  const others = without(nodes, field);
  return range === null ? others : [...others, { range: { f: field, gte: range[0], lte: range[1] } }];
}

/** A node in words. */
export function described(node: Node, names: Names): string {
  const [kind, said] = Object.entries(node)[0] ?? [];
  const field = fieldOf(node);
  const title = field === null ? "" : names.field(field);
  switch (kind) {
    case "in": {
      const { v } = said as In;
      const shown = v.slice(0, 3).map((one) => names.value(field ?? "", one));
      return `${title}: ${shown.join(" or ")}${v.length > 3 ? ` or ${v.length - 3} more` : ""}`;
    }
    case "range": {
      const { gte, gt, lte, lt } = said as Range;
      const low = gte ?? gt;
      const high = lte ?? lt;
      const show = (one: number) => names.value(field ?? "", one);
      if (low !== undefined && high !== undefined) return `${title}: ${show(low)} to ${show(high)}`;
      return low !== undefined ? `${title}: ${gte === undefined ? "more than" : "at least"} ${show(low)}` : `${title}: ${lte === undefined ? "less than" : "at most"} ${show(high ?? 0)}`;
    }
    case "exists":
      return `${title} is known`;
    case "text":
    case "contains":
    case "prefix":
      return `${title} ${{ text: "has", contains: "contains", prefix: "begins with" }[kind]} “${String((said as { v: unknown }).v)}”`;
    case "set":
      return `Set ${String(said).slice(0, 8)}`;
    case "ids":
      return `${(said as unknown[]).length} chosen items`;
    case "not":
      return `Not: ${described(said as Node, names)}`;
    case "and":
    case "or":
      return (said as Node[]).map((one) => described(one, names)).join(kind === "and" ? " and " : " or ");
    case "object":
      return "Has such a label";
    case "prediction":
      return "Has such a prediction";
    case "match":
      return `Evaluation: ${outcome(said)}`;
    default:
      return kind ?? "";
  }
}

function outcome(said: unknown): string {
  const where = (said as { where?: Node }).where;
  const plain: Names = { field: (name) => name.replaceAll("_", " "), value: (_, value) => String(value) };
  return where ? described(where, plain) : "any match";
}
