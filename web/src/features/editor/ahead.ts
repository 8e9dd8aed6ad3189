/** The next task, taken while this one is worked on, so that it opens at once; given back where it is not used. */
import type { QueryClient } from "@tanstack/react-query";
import { setAside, takeAside } from "@/shared";
import * as ask from "./api";
import type { Task } from "./api";

export class Ahead {
  private taken: Promise<Task | null> | null = null;
  /** Of its claim. */
  private key: string | undefined;

  constructor(private readonly client: QueryClient, private readonly project: string, private readonly stage: string) {}

  /** Take it and fetch what it needs. */
  fetch(): void {
    this.taken ??= this.look().catch(() => null);
  }

  /** The next task, now this person's; null: nothing waits. */
  async next(): Promise<Task | null> {
    const ready = await (this.taken ?? null);
    this.taken = null;
    const key = takeAside(this.project, this.stage);
    return ready ?? ask.claimNext(this.project, this.stage, key);
  }

  /** Give it back, also where the answer to its claim is still on its way; unless somebody took it who claimed after. */
  drop(): void {
    const { taken, key } = this;
    this.taken = null;
    const release = (held: Task | null) => (takeAside(this.project, this.stage, key) && held ? ask.release(held.project, held.id, held.lease?.token ?? null, true) : null);
    taken?.then(release).catch(() => undefined);
  }

  private async look(): Promise<Task | null> {
    this.key = setAside(this.project, this.stage);
    const task = await ask.claimNext(this.project, this.stage, this.key);
    if (!task) return null;
    void this.client.prefetchQuery(ask.itemQuery(task.item));
    void this.client.prefetchQuery(ask.issuesQuery(this.project, task.item));
    ask.addressOf(task.item).then(
      (address) => {
        new Image().src = address;
      },
      () => undefined,
    );
    return task;
  }
}
