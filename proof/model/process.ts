/**
 * One run of a program: a job of a worker, or a command of the console. Its units of work and provider calls are its
 * steps; at any of them it may be killed, frozen, or lose its database.
 */
import type { Store } from "@/lib/rotation/store/store";

/** Strikes at step number `at`, before it has its effect or after (then its answer never arrives). */
export type Trouble = {
  at: number;
  when: "before" | "after";
  /** `database_gone`: that unit and the next `units` - 1 fail; with `after`, the first of them is committed. */
  kind: "crash" | "freeze" | "database_gone";
  units: number;
};

export class DatabaseGone extends Error {
  override readonly name = "DatabaseGone";
}

/** Waits until this process may take its next step: lets a scheduler interleave several of them. */
export type Turn = (label: string) => Promise<void>;

type State = "running" | "frozen" | "ended";

export class Process {
  state: State = "running";
  frozenAtMs: number | null = null;
  /** What its work threw, where it threw. */
  failure: unknown = null;
  /** Whether its trouble came: a short run may end before. */
  struck = false;
  #steps = 0;
  #thaw: () => void = () => undefined;
  #stop: () => void = () => undefined;
  #stopped: Promise<void> = Promise.resolve();

  constructor(
    readonly name: string,
    private readonly nowMs: () => number,
    private readonly trouble: Trouble | null = null,
    private readonly turn: Turn = () => Promise.resolve(),
  ) {}

  /** Resolves when the work is done, or the process is killed or frozen. */
  async run(work: () => Promise<unknown>): Promise<void> {
    this.#resume();
    work()
      .catch((error: unknown) => (this.failure = error))
      .finally(() => this.#halt("ended"));
    await this.#stopped;
  }

  /** A frozen process continues where it stopped. */
  async thaw(): Promise<void> {
    if (this.state !== "frozen") return;
    this.#resume();
    this.#thaw();
    await this.#stopped;
  }

  /** Nothing that it waits for arrives any more. */
  kill(): void {
    this.#halt("ended");
  }

  async step<Result>(kind: "unit" | "call", label: string, perform: () => Promise<Result>): Promise<Result> {
    const index = this.#steps++;
    await this.turn(`${this.name}: ${label}`);
    await this.#suffer(kind, index, "before");
    try {
      return await perform();
    } finally {
      await this.turn(`${this.name}: answer to ${label}`);
      await this.#suffer(kind, index, "after");
    }
  }

  store(store: Store): Store {
    return {
      inUnit: (work, about) => this.step("unit", "unit", () => store.inUnit(work, about)),
      takeCall: (...input) => this.step("unit", "turn", () => store.takeCall(...input)),
    };
  }

  async #suffer(kind: "unit" | "call", index: number, when: Trouble["when"]): Promise<void> {
    const { trouble } = this;
    if (trouble === null) return;
    if (trouble.kind === "database_gone") {
      const since = index - trouble.at;
      const moment = since === 0 ? trouble.when : "before";
      if (kind !== "unit" || since < 0 || since >= trouble.units || when !== moment) return;
      this.struck = true;
      throw new DatabaseGone(when);
    }
    if (index !== trouble.at || when !== trouble.when) return;
    this.struck = true;
    if (trouble.kind === "crash") {
      this.#halt("ended");
      await new Promise(() => undefined);
    }
    const thawed = new Promise<void>((resolve) => (this.#thaw = resolve));
    this.frozenAtMs = this.nowMs();
    this.#halt("frozen");
    await thawed;
  }

  #resume(): void {
    this.state = "running";
    this.frozenAtMs = null;
    this.#stopped = new Promise((resolve) => (this.#stop = resolve));
  }

  #halt(state: State): void {
    this.state = state;
    this.#stop();
  }
}
