/** A value that says when it changes; it is replaced, never changed in place. */
export class Signal<T> {
  private readonly listeners = new Set<() => void>();

  constructor(private value: T) {}

  get = (): T => this.value;

  set(next: T): void {
    if (Object.is(next, this.value)) return;
    this.value = next;
    for (const listener of [...this.listeners]) listener();
  }

  patch(change: Partial<T>): void {
    const changed = (Object.keys(change) as (keyof T)[]).some((key) => !Object.is(change[key], this.value[key]));
    if (changed) this.set({ ...this.value, ...change });
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
}
