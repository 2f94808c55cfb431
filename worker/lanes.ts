/**
 * Slots for work that waits for a provider, grouped by admin key and address. Each admin key has a lane for
 * its own calls, and one for each address where its new keys are checked. Calls that hang or fail fill only
 * their lane, which then gets one slot until it is answered again.
 */
import type { Provider, Verdict } from "@/lib/providers/provider";
import { keyAddressOf } from "@/lib/providers/residency";
import type { EngineServices } from "@/lib/rotation/services";
import { type CallObserver, observed, observeProviders } from "./observe-providers";

/** At the same time, in this process. A slot costs next to nothing while it waits for a response. */
const SLOTS = 192;
/** Enough to use up an admin key's allowance with calls of 1.5 seconds. */
export const SLOTS_PER_LANE = 8;
/** A call that waits longer no longer counts as work of this process. Its lane accepts no more until it ends. */
const SLOW_CALL_MS = 2_000;
/** Including those that wait for a slow call. */
const MAX_SLOTS = 384;

/** `keyAddress`: where a key is checked. Null: the admin key's own calls. */
export type Place = { rootId: string; keyAddress: string | null };

/** `callSinceMs`: the start of a running call. */
type Caller = { callSinceMs: number | null };
type Lane = Place & {
  /** Work that calls here, and work that will. */
  pieces: Set<Piece>;
  /** Checks of current keys. */
  questions: Set<Caller>;
  isSick: boolean;
  waiting: (() => void)[];
};
/** `at`: the lane of its latest call. */
type Piece = Caller & { at: Lane };
type Work = (engine: EngineServices) => Promise<void>;

export class Lanes {
  readonly #lanes = new Map<string, Lane>();
  readonly #services: EngineServices;
  readonly #pieces = new Set<Piece>();
  readonly #running = new Set<Promise<void>>();

  constructor(services: EngineServices) {
    this.#services = services;
  }

  /** How many pieces of work may begin now. Each begins with an admin key call. */
  room({ rootId, keyAddress }: Place): number {
    const places = keyAddress === null ? [null] : [null, keyAddress];
    const rooms = places.map((address) => roomIn(this.#lanes.get(nameOf({ rootId, keyAddress: address }))));
    return Math.max(Math.min(...rooms, this.#free()), 0);
  }

  running(rootId: string): number {
    return this.#lanes.get(nameOf({ rootId, keyAddress: null }))?.pieces.size ?? 0;
  }

  /** The keys for which nothing can begin now. */
  full(): Place[] {
    const full = [...this.#lanes.values()].filter((lane) => this.room(lane) === 0);
    return full.map(({ rootId, keyAddress }) => ({ rootId, keyAddress }));
  }

  /** Does one piece of work now. Its calls show the state of the lanes. */
  run(place: Place, work: Work): Promise<void> {
    const [own, there] = [this.#lane({ ...place, keyAddress: null }), this.#lane(place)];
    const piece: Piece = { at: own, callSinceMs: null };
    for (const lane of [own, there]) lane.pieces.add(piece);
    this.#pieces.add(piece);
    const providers = observeProviders(this.#services.providers, (keyAddress) => {
      const lane = this.#lane({ ...place, keyAddress });
      return observer(lane, piece, () => {
        // Work that checks a key no longer occupies the admin key's own lane.
        if (lane !== own) own.pieces.delete(piece);
        lane.pieces.add(piece);
        piece.at = lane;
      });
    });
    const done = work({ ...this.#services, providers }).finally(() => {
      this.#pieces.delete(piece);
      this.#running.delete(done);
      for (const lane of [...this.#lanes.values()]) {
        if (lane.pieces.delete(piece)) this.#forgetIdle(lane);
      }
      this.begin();
    });
    this.#running.add(done);
    return done;
  }

  /** Does it when the admin key's lane has room, in the order of the calls. */
  queue(rootId: string, work: Work): Promise<void> {
    const place = { rootId, keyAddress: null };
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#lane(place).waiting.push(() => void this.run(place, work).then(resolve, reject));
    this.begin();
    return promise;
  }

  /** Begins queued work that has room now. */
  begin(): void {
    for (const lane of this.#lanes.values()) {
      while (lane.waiting.length > 0 && this.room(lane) > 0) lane.waiting.shift()?.();
    }
  }

  /**
   * For checks of current keys, which wait for no lane. If a lane's calls aren't answered, one key at a time
   * is checked, and nothing is known of the others.
   */
  watching(rootId: string): EngineServices {
    const { providers } = this.#services;
    const open = async (name: string) => {
      const provider = await providers.open(name);
      return { ...provider, verify: this.#question(rootId, provider) };
    };
    return { ...this.#services, providers: { ...providers, open } };
  }

  /** When nothing is running any more. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }

  #question(rootId: string, provider: Provider): Provider["verify"] {
    return async (apiKey, residency): Promise<Verdict> => {
      const lane = this.#lane({ rootId, keyAddress: keyAddressOf(residency) });
      if (lane.isSick && lane.pieces.size + lane.questions.size > 0) return NOT_ASKED;
      const question: Caller = { callSinceMs: null };
      lane.questions.add(question);
      try {
        return await observed(provider, () => observer(lane, question)).verify(apiKey, residency);
      } finally {
        lane.questions.delete(question);
        this.#forgetIdle(lane);
      }
    };
  }

  #lane(place: Place): Lane {
    const name = nameOf(place);
    const { rootId, keyAddress } = place;
    const empty = { pieces: new Set<Piece>(), questions: new Set<Caller>(), isSick: false, waiting: [] };
    const lane = this.#lanes.get(name) ?? { rootId, keyAddress, ...empty };
    this.#lanes.set(name, lane);
    return lane;
  }

  #forgetIdle(lane: Lane): void {
    const { pieces, questions, isSick, waiting } = lane;
    if (pieces.size + questions.size + waiting.length === 0 && !isSick) this.#lanes.delete(nameOf(lane));
  }

  #free(): number {
    const atWork = [...this.#pieces].filter((piece) => !isSlow(piece)).length;
    return Math.min(SLOTS - atWork, MAX_SLOTS - this.#pieces.size);
  }
}

const NOT_ASKED: Verdict = {
  kind: "unclear",
  reason: "OpenAI can't be reached at this URL.",
  isAway: true,
};

function nameOf({ rootId, keyAddress }: Place): string {
  return `${rootId}/${keyAddress ?? ""}`;
}

function roomIn(lane: Lane | undefined): number {
  if (lane === undefined) return SLOTS_PER_LANE;
  const callers = [...[...lane.pieces].filter(({ at }) => at === lane), ...lane.questions];
  if (lane.isSick || callers.some(isSlow)) return 1 - lane.pieces.size - lane.questions.size;
  return SLOTS_PER_LANE - lane.pieces.size;
}

function isSlow({ callSinceMs }: Caller): boolean {
  return callSinceMs !== null && performance.now() - callSinceMs > SLOW_CALL_MS;
}

/** Records what one call says about a lane. */
function observer(lane: Lane, caller: Caller, begins?: () => void): CallObserver {
  return {
    began() {
      begins?.();
      caller.callSinceMs = performance.now();
    },
    ended: () => (caller.callSinceMs = null),
    answered: () => (lane.isSick = false),
    unanswered: () => (lane.isSick = true),
  };
}
