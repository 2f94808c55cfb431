/**
 * Finds due rows and gives them to the lanes: on each wake-up, when the next row becomes due, when a slot
 * becomes free, and every second, in case a wake-up is lost.
 */
import { isBusy } from "@/lib/database/busy";
import { troubleOf } from "@/lib/database/trouble";
import type { DueWork } from "@/lib/rotation/engine/due";
import { findDue } from "@/lib/rotation/engine/due";
import { allowanceOf } from "@/lib/rotation/core/schedule";
import type { EngineServices } from "@/lib/rotation/services";
import { doDueWork } from "./due-work";
import type { Lanes, Place } from "./lanes";
import { type Look, lookAround } from "./look";
import { LookDistance } from "./look-distance";
import { type Loop, pause } from "./loop";

const LOOK_EVERY_MS = 1_000;
/** Per admin key and kind in one look: more than its lane accepts at the same time. */
const MOST_A_LOOK = 16;

/** Longer than a look and its limits. */
const STANDS_STILL_AFTER_MS = 60_000;

type Done = { dueAt: number; atMs: number };

export class Dispatcher implements Loop {
  readonly #services: EngineServices;
  readonly #lanes: Lanes;
  readonly #againMs: number;
  readonly #report: (error: unknown) => void;
  readonly #onLook: (look: Look) => void;
  readonly #stopping = new AbortController();
  /** A new one for each wait. */
  #waiting = new AbortController();
  readonly #inHand = new Set<string>();
  /**
   * Rows that were worked on. One that is still due is left alone for a while, because nothing can be done
   * about it now.
   */
  readonly #done = new Map<string, Done>();
  /** Those that were still due: left out of the look, in which they would come first. */
  readonly #stuck = new Set<string>();
  /** The keys for which the latest look left work, or looked for none. */
  #left: Place[] = [];
  #cameRoundAtMs = performance.now();
  readonly #ended: Promise<void>;

  /**
   * `againSeconds`: when a row that the work didn't change is worked on again. `onLook`: called with each
   * look's result.
   */
  constructor(
    services: EngineServices,
    lanes: Lanes,
    againSeconds: number,
    report: (error: unknown) => void,
    onLook: (look: Look) => void = () => undefined,
  ) {
    this.#services = services;
    this.#lanes = lanes;
    this.#againMs = againSeconds * 1000;
    this.#report = report;
    this.#onLook = onLook;
    this.#ended = this.#run();
  }

  /** Something is due. `ids`: rows that have changed. */
  wake(ids: readonly string[] = []): void {
    for (const id of ids) this.#forget(id);
    this.#waiting.abort();
  }

  /** Whether it has looked, or tried to, recently. */
  comesRound(): boolean {
    return performance.now() - this.#cameRoundAtMs < STANDS_STILL_AFTER_MS;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#waiting.abort();
    await this.#ended;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    const distance = new LookDistance();
    while (!signal.aborted) {
      this.#waiting = new AbortController();
      const began = performance.now();
      const milliseconds = await this.#look().catch((error: unknown) => {
        this.#report(error);
        return LOOK_EVERY_MS;
      });
      this.#cameRoundAtMs = performance.now();
      const rest = distance.after(began, this.#cameRoundAtMs);
      await pause(rest, signal);
      await pause(Math.max(Math.min(milliseconds, LOOK_EVERY_MS) - rest, 0), this.#waiting.signal);
    }
  }

  /** Starts as much as there is room for. Returns in how many milliseconds the next row is due. */
  async #look(): Promise<number> {
    const { db, settings } = this.#services;
    // Asked first: the look finds what becomes due during it, or waits for it.
    const look = await lookAround(db);
    this.#onLook(look);
    const asked = performance.now();
    this.#forgetOld();
    this.#lanes.begin();
    const full = this.#lanes.full();
    const options = {
      except: [...this.#stuck],
      exceptPlaces: full,
      allowance: allowanceOf(settings.timing),
    };
    const due = look.isDue ? await findDue(db, MOST_A_LOOK, options) : [];
    this.#left = [...full, ...this.#deal(due.filter((work) => this.#isNews(work)))];
    return (look.nextDueInMs ?? LOOK_EVERY_MS) + 1 - (performance.now() - asked);
  }

  /** One piece of work for each lane, the emptiest admin key first, and again. Returns what found no room. */
  #deal(due: DueWork[]): DueWork[] {
    const byLane = [
      ...Map.groupBy(due, ({ rootId, keyAddress }) => `${rootId}/${keyAddress ?? ""}`).values(),
    ];
    const load = ([work]: DueWork[]) => (work === undefined ? 0 : this.#lanes.running(work.rootId));
    let queues = byLane.toSorted((one, other) => load(one) - load(other));
    while (queues.length > 0) {
      queues = queues.filter((queue) => {
        const work = queue[0];
        if (work === undefined || this.#lanes.room(work) === 0) return false;
        queue.shift();
        this.#begin(work);
        return true;
      });
    }
    return byLane.flat();
  }

  #isNews({ id, dueAt }: DueWork): boolean {
    if (this.#inHand.has(id)) return false;
    if (this.#done.get(id)?.dueAt !== dueAt.getTime()) return true;
    this.#stuck.add(id);
    return false;
  }

  #begin(work: DueWork): void {
    const { id, dueAt } = work;
    this.#inHand.add(id);
    this.#services.metrics.begun(work.kind, work.waitedSeconds);
    void this.#lanes
      .run(work, (engine) => doDueWork(engine, work))
      .then(
        () => true,
        (error: unknown) => {
          this.#report(error);
          return !saysNothingOfRow(error);
        },
      )
      .then((isDone) => {
        this.#inHand.delete(id);
        this.#forget(id);
        if (isDone) this.#done.set(id, { dueAt: dueAt.getTime(), atMs: performance.now() });
        if (this.#left.some((place) => this.#lanes.room(place) > 0)) this.wake();
      });
  }

  #forget(id: string): void {
    this.#done.delete(id);
    this.#stuck.delete(id);
  }

  #forgetOld(): void {
    const before = performance.now() - this.#againMs;
    for (const [id, { atMs }] of this.#done) {
      // In the order of their ends, so the rest is newer.
      if (atMs > before) break;
      this.#forget(id);
    }
  }
}

/** The connection was lost, or someone held the row too long. It is worked on again as soon as a look succeeds. */
function saysNothingOfRow(error: unknown): boolean {
  const name = troubleOf(error)?.name;
  return name === "unreachable" || name === "starting" || isBusy(error);
}
