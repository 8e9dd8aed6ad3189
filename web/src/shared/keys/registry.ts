/**
 * The one registry of keys: `{id, scope, keys, title}` drives the handlers, the tooltips, the `?` sheet and the palette.
 *
 * A binding is alive while its owner has it registered. Of two living bindings with the same keys the one registered last
 * wins, so a screen's keys stand above the shell's. No scope may have the same keys twice.
 */
export interface Binding {
  /** Unique, such as `explore.next`. */
  id: string;
  /** Which screen or mode it belongs to; the heading in the `?` sheet. */
  scope: string;
  /** One or more chords: `Mod+K` (Ctrl, or Cmd on a Mac), `Shift+?`, `ArrowLeft`, `g`, `1`. */
  keys: string | readonly string[];
  title: string;
  run: (event: KeyboardEvent | null) => void;
  /** Also while a text field of the page has the focus. */
  inFields?: boolean;
  /** Also while a dialog is open: no other is alive then, wherever the focus went. */
  inDialog?: boolean;
  /** Shown in the command palette; default true. */
  inPalette?: boolean;
  /** Alive only while this says so, such as where a canvas has the focus. */
  when?: () => boolean;
}

type Listener = () => void;

export class KeyRegistry {
  private groups: Binding[][] = [];
  private listeners = new Set<Listener>();
  private snapshot: readonly Binding[] = [];
  /** WCAG 2.1.4: keys without Ctrl, Alt or Cmd can be turned off by the person. */
  singleKeys = true;

  /** Add a screen's bindings; answers how to take them away again. Throws on two with the same keys in one scope. */
  register(bindings: readonly Binding[]): () => void {
    const twice = doubles(bindings);
    if (twice.length > 0) throw new Error(`Two bindings have the same keys: ${twice.join(", ")}`);
    const group = [...bindings];
    this.groups.push(group);
    this.changed();
    return () => {
      this.groups = this.groups.filter((one) => one !== group);
      this.changed();
    };
  }

  /** What is alive now, the first registered first. The same array until something changes. */
  all = (): readonly Binding[] => this.snapshot;

  subscribe = (listener: Listener): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /**
   * Run the binding of an event, if any is alive; true where one is. A key that is held down moves and undoes again and again;
   * all else it does once: what it did next nobody has seen.
   */
  handle(event: KeyboardEvent): boolean {
    if (event.defaultPrevented || event.isComposing) return false;
    const inField = isField(event.target);
    const inDialog = (event.target instanceof Element && event.target.closest('[role="dialog"]') !== null) || document.querySelector('[role="dialog"][aria-modal="true"]') !== null;
    if (usesArrows(event.target) && event.key.startsWith("Arrow")) return false;
    for (let at = this.groups.length - 1; at >= 0; at -= 1) {
      for (const one of this.groups[at] ?? []) {
        if ((inField && !one.inFields) || (inDialog && !one.inDialog) || one.when?.() === false) continue;
        const chord = chords(one).find((keys) => matches(event, keys));
        if (chord === undefined || (!this.singleKeys && isSingle(chord))) continue;
        event.preventDefault();
        if (!event.repeat || isRepeating(chord)) one.run(event);
        return true;
      }
    }
    return false;
  }

  private changed(): void {
    this.snapshot = this.groups.flat();
    for (const listener of this.listeners) listener();
  }
}

export const keyRegistry = new KeyRegistry();

export function chords(binding: Pick<Binding, "keys">): readonly string[] {
  return typeof binding.keys === "string" ? [binding.keys] : binding.keys;
}

/** `scope keys` that stand more than once in a list. */
export function doubles(bindings: readonly Pick<Binding, "scope" | "keys">[]): string[] {
  const seen = new Set<string>();
  return bindings.flatMap((one) =>
    chords(one).map((keys) => `${one.scope} ${keys.toLowerCase()}`).filter((name) => seen.has(name) || !seen.add(name)),
  );
}

/** Letters by what they write, digits by where they are (so that an AZERTY keyboard has them too). */
export function matches(event: KeyboardEvent, chord: string): boolean {
  const parts = chord === "+" ? ["+"] : chord.split("+");
  const key = parts.at(-1) ?? "";
  const wanted = new Set(parts.slice(0, -1));
  const isSymbol = key.length === 1 && !/[a-z0-9]/i.test(key);
  const mod = wanted.has("Mod");
  const control = event.ctrlKey || event.metaKey;
  if (mod || wanted.has("Ctrl") ? !control : control) return false;
  if (wanted.has("Alt") !== event.altKey) return false;
  if (!isSymbol && wanted.has("Shift") !== event.shiftKey) return false;
  if (/^[0-9]$/.test(key)) return event.code === `Digit${key}` || event.code === `Numpad${key}`;
  if (key === "Space") return event.code === "Space";
  return event.key.toLowerCase() === key.toLowerCase();
}

const NAMES: Record<string, string> = { ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", Escape: "Esc", Delete: "Del" };

/** How a chord is shown. */
export function shown(chord: string): string[] {
  const parts = chord === "+" ? ["+"] : chord.split("+");
  const mac = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.userAgent);
  return parts.map((part) => (part === "Mod" ? (mac ? "⌘" : "Ctrl") : (NAMES[part] ?? (part.length === 1 ? part.toUpperCase() : part))));
}

const REPEATING = new Set(["arrowleft", "arrowright", "arrowup", "arrowdown", "+", "=", "-", "j", "k", "z", "y", "[", "]"]);

function isRepeating(chord: string): boolean {
  return REPEATING.has((chord === "+" ? chord : (chord.split("+").at(-1) ?? "")).toLowerCase());
}

function isSingle(chord: string): boolean {
  return !/^(Mod|Ctrl|Alt)\+/.test(chord) && chord.replace("Shift+", "").length === 1;
}

/** Radio buttons and sliders move by arrows themselves. */
function usesArrows(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && (target.type === "radio" || target.type === "range");
}

function isField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button", "range"].includes(target.type);
}
