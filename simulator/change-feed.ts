import { EventEmitter } from "node:events";
import type { HistoryEntry } from "./model.ts";

/** Far more than a test makes. A demo that runs for weeks forgets its oldest calls. */
const HISTORY_KEPT = 500_000;

/** Clock, history and the "change" event, with which tests and pages wait without polling. */
export class ChangeFeed extends EventEmitter<{ change: [] }> {
  readonly history: HistoryEntry[] = [];
  #lastSeq = 0;
  #clockOffsetMs = 0;

  constructor() {
    super();
    this.setMaxListeners(0);
  }

  now(): number {
    return Date.now() + this.#clockOffsetMs;
  }

  /** Advances this simulator's clock: keys expire and delayed accounts get listed without waiting. */
  advanceClock(ms: number): void {
    this.#clockOffsetMs += ms;
    this.changed();
  }

  /** The number of the newest history entry. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  openEntry(call: Pick<HistoryEntry, "method" | "path"> & Partial<HistoryEntry>): HistoryEntry {
    this.#lastSeq += 1;
    const entry: HistoryEntry = {
      at: this.now(),
      status: null,
      organizationId: null,
      projectId: null,
      name: null,
      serviceAccountId: null,
      effect: null,
      effectAt: null,
      answered: false,
      endedAt: null,
      fault: null,
      requestId: null,
      ...call,
      seq: this.#lastSeq,
    };
    this.history.push(entry);
    if (this.history.length > HISTORY_KEPT) this.history.splice(0, HISTORY_KEPT / 10);
    this.changed();
    return entry;
  }

  changed(): void {
    this.emit("change");
  }

  /** Resolves as soon as the predicate is true. Rejects when the time is up. */
  async waitFor(predicate: (state: this) => boolean, timeoutMs = 5000): Promise<void> {
    if (predicate(this)) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const check = () => {
      if (predicate(this)) resolve();
    };
    const timer = setTimeout(() => reject(new Error(`Not so within ${timeoutMs} ms.`)), timeoutMs);
    this.on("change", check);
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      this.off("change", check);
    }
  }

  protected restoreHistory(entries: HistoryEntry[], lastSeq: number): void {
    this.history.push(...entries);
    this.#lastSeq = lastSeq;
  }
}
