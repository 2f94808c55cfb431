/**
 * Hands for work that waits for a provider, shared out by admin key. Each key has a lane of its own: one whose calls
 * hang or fail fills its lane and nobody else's, and is tried with one hand until it is answered again.
 */
import type { EngineServices } from "@/lib/rotation/services";
import { observeProviders } from "./observe-providers";

/** At once, in this process. A hand costs next to nothing while it waits for an answer. */
const HANDS = 96;
/** Enough to use up an admin key's allowance with calls of a second and a half. */
const HANDS_A_KEY = 8;
/** A call that waits for longer no longer counts as work of this process: its lane takes no more until it ends. */
const SLOW_CALL_MS = 2_000;
/** With those that wait for a slow call. */
const MOST_HANDS = 384;

type Piece = { callSinceMs: number | null };
type Work = (engine: EngineServices) => Promise<void>;
type Lane = { pieces: Set<Piece>; isSick: boolean; waiting: (() => void)[] };

export class Lanes {
  readonly #lanes = new Map<string, Lane>();
  readonly #services: EngineServices;
  readonly #running = new Set<Promise<void>>();

  constructor(services: EngineServices) {
    this.#services = services;
  }

  /** How many pieces of work of this admin key may begin now. */
  room(rootId: string): number {
    const free = this.#free();
    const lane = this.#lanes.get(rootId);
    if (lane === undefined) return Math.min(HANDS_A_KEY, free);
    const isHeldUp = lane.isSick || [...lane.pieces].some(isSlow);
    return Math.max(Math.min((isHeldUp ? 1 : HANDS_A_KEY) - lane.pieces.size, free), 0);
  }

  running(rootId: string): number {
    return this.#lanes.get(rootId)?.pieces.size ?? 0;
  }

  /** The admin keys that can't begin anything now. */
  full(): string[] {
    return [...this.#lanes.keys()].filter((rootId) => this.room(rootId) === 0);
  }

  /** Does one piece of work now. Its calls show how the admin key is. */
  run(rootId: string, work: Work): Promise<void> {
    const lane = this.#lane(rootId);
    const piece: Piece = { callSinceMs: null };
    lane.pieces.add(piece);
    const providers = observeProviders(this.#services.providers, {
      began: () => (piece.callSinceMs = performance.now()),
      ended: () => (piece.callSinceMs = null),
      answered: () => (lane.isSick = false),
      unanswered: () => (lane.isSick = true),
    });
    const done = work({ ...this.#services, providers }).finally(() => {
      lane.pieces.delete(piece);
      this.#running.delete(done);
      this.begin();
      if (lane.pieces.size === 0 && !lane.isSick && lane.waiting.length === 0) this.#lanes.delete(rootId);
    });
    this.#running.add(done);
    return done;
  }

  /** Does it when the admin key's lane has room, in the order of asking. */
  queue(rootId: string, work: Work): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#lane(rootId).waiting.push(() => void this.run(rootId, work).then(resolve, reject));
    this.begin();
    return promise;
  }

  /** Begins what was queued and has room now. */
  begin(): void {
    for (const [rootId, lane] of this.#lanes) {
      while (this.room(rootId) > 0) {
        const next = lane.waiting.shift();
        if (next === undefined) break;
        next();
      }
    }
  }

  /** When nothing runs any more. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }

  #lane(rootId: string): Lane {
    const lane = this.#lanes.get(rootId) ?? { pieces: new Set(), isSick: false, waiting: [] };
    this.#lanes.set(rootId, lane);
    return lane;
  }

  #free(): number {
    const pieces = [...this.#lanes.values()].flatMap((lane) => [...lane.pieces]);
    const atWork = pieces.filter((piece) => !isSlow(piece)).length;
    return Math.min(HANDS - atWork, MOST_HANDS - pieces.length);
  }
}

function isSlow({ callSinceMs }: Piece): boolean {
  return callSinceMs !== null && performance.now() - callSinceMs > SLOW_CALL_MS;
}
