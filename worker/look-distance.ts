/** Looks take a third of the time at most. */
const REST_FOR_EACH_MS = 2;
/** So much rest may be put off: a look now and then is followed by another at once, however slow the machine is. */
const MOST_PUT_OFF_MS = 500;
const SHORTEST_MS = 5;

/** How long the dispatcher rests between two looks: under load one look serves many wake-ups. */
export class LookDistance {
  #owedMs = 0;
  #endedAtMs = 0;

  /** The rest after a look, in milliseconds. */
  after(beganAtMs: number, endedAtMs: number): number {
    const rested = beganAtMs - this.#endedAtMs;
    this.#owedMs = Math.max(this.#owedMs - rested, 0) + (endedAtMs - beganAtMs) * REST_FOR_EACH_MS;
    this.#endedAtMs = endedAtMs;
    return Math.max(this.#owedMs - MOST_PUT_OFF_MS, SHORTEST_MS);
  }
}
