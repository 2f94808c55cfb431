/** Looks take at most a third of the time. */
const REST_FOR_EACH_MS = 2;
/**
 * The pause that may be postponed: after an idle time, one look is followed by another immediately, however
 * slow the machine is.
 */
const MOST_PUT_OFF_MS = 500;
const SHORTEST_MS = 5;

/** How long the dispatcher pauses between two looks. Under load, one look serves many wake-ups. */
export class LookDistance {
  #outstandingMs = 0;
  #endedAtMs = 0;

  /** The pause after a look, in milliseconds. */
  after(beganAtMs: number, endedAtMs: number): number {
    const rested = beganAtMs - this.#endedAtMs;
    this.#outstandingMs =
      Math.max(this.#outstandingMs - rested, 0) + (endedAtMs - beganAtMs) * REST_FOR_EACH_MS;
    this.#endedAtMs = endedAtMs;
    return Math.max(this.#outstandingMs - MOST_PUT_OFF_MS, SHORTEST_MS);
  }
}
