import type fc from "fast-check";
import type { World } from "../model/world";

/**
 * Several flows of which one at a time takes one step; `scheduler` picks which. A step is picked only when every flow
 * waits for its turn, so the same seed gives the same history, whatever encryption takes.
 */
export class Interleaving {
  #running = 0;
  #allWait: () => void = () => undefined;

  constructor(
    private readonly world: World,
    private readonly scheduler: fc.Scheduler,
  ) {}

  async turn(label: string): Promise<void> {
    this.#leave();
    await this.scheduler.schedule(Promise.resolve(), label);
    this.#running += 1;
  }

  async play(flows: (() => Promise<void>)[]): Promise<void> {
    this.world.turn = (label) => this.turn(label);
    const all = Promise.all(flows.map((flow) => this.#follow(flow)));
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#running > 0) await new Promise<void>((resolve) => (this.#allWait = resolve));
      if (this.scheduler.count() === 0) break;
      await this.scheduler.waitNext(1);
    }
    this.world.turn = undefined;
    await all;
  }

  async #follow(flow: () => Promise<void>): Promise<void> {
    this.#running += 1;
    try {
      await flow();
    } finally {
      this.#leave();
    }
  }

  #leave(): void {
    this.#running -= 1;
    if (this.#running === 0) this.#allWait();
  }
}
