/** The next task, taken while this one is worked on, so that it opens at once; given back where it is not used. */
import type { QueryClient } from "@tanstack/react-query";
import * as ask from "./api";
import type { Task } from "./api";

export class Ahead {
  private taken: Promise<Task | null> | null = null;

  constructor(private readonly client: QueryClient, private readonly project: string, private readonly stage: string) {}

  /** Take it and fetch what it needs. */
  fetch(): void {
    this.taken ??= this.look().catch(() => null);
  }

  /** The next task, now this person's; null: nothing waits. */
  async next(): Promise<Task | null> {
    const ready = await (this.taken ?? null);
    this.taken = null;
    return ready ?? ask.claimNext(this.project, this.stage);
  }

  /** Give it back, also where the answer to its claim is still on its way. */
  drop(): void {
    const { taken } = this;
    this.taken = null;
    void taken?.then((held) => held && ask.release(held.project, held.id, held.lease?.token ?? null)).catch(() => undefined);
  }

  private async look(): Promise<Task | null> {
    const task = await ask.claimNext(this.project, this.stage);
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
