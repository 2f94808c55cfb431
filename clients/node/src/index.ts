/** Reads an environment's secrets from Phase and keeps them current. */
import { rm } from "node:fs/promises";
import { type Asked, defaultFallbackPath, readFallback, writeFallback } from "./fallback-file.js";
import { type Answer, ask, open, PhaseError, type Server, serverAddress } from "./http.js";
import { pause, spread } from "./pause.js";
import { findEnvironment, type Known, readSecrets } from "./read.js";
import type { Change, Counters, PhaseOptions, Values } from "./types.js";

export type { Change, Counters, PhaseOptions, Values };
export { PhaseError };

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 15_000;
/** More than one, because a slow caller may have the key before the last, and both may be gone. */
const MOST_REPEATS = 3;
/** In characters: at most, an event names the keys of an environment. */
const LONGEST_EVENT = 4 * 1024 * 1024;
const RENEW_MS = 300_000;
/** The server sends a comment every 15 s. */
const LONGEST_SILENCE_MS = 45_000;

export class Phase {
  readonly #server: Server;
  readonly #asked: Asked;
  readonly #pollMs: number;
  readonly #waitForSeconds: number | undefined;
  readonly #fallbackPath: string | null;
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #closed = new AbortController();
  readonly counters: Counters = {
    requests: 0,
    unchanged: 0,
    failures: 0,
    changes: 0,
    refreshes: 0,
    fallbackStarts: 0,
  };
  #environmentId: string | undefined;
  #known: Known | undefined;
  #starting: Promise<void> | undefined;
  #reading: Promise<void> | undefined;

  constructor(options: PhaseOptions = {}) {
    const { PHASE_HOST, PHASE_SERVICE_TOKEN, PHASE_ENV } = process.env;
    const host = serverAddress(
      options.host ?? PHASE_HOST ?? "http://127.0.0.1:3000",
      options.insecure === true,
    );
    const token = options.token ?? PHASE_SERVICE_TOKEN ?? "";
    const environment = options.environment ?? PHASE_ENV ?? "";
    if (token === "")
      throw new PhaseError("No service token. Pass `token`, or set PHASE_SERVICE_TOKEN.", "other");
    this.#server = { host, token };
    this.#asked = { host, token, environment };
    this.#pollMs = (options.pollSeconds ?? 4) * 1000;
    this.#waitForSeconds = options.waitForSeconds;
    this.#fallbackPath =
      options.fallback === false ? null : (options.fallback ?? defaultFallbackPath(this.#asked));
  }

  /** Every value. The same object as long as nothing changes. */
  async values(): Promise<Values> {
    if (this.#known === undefined) await (this.#starting ??= this.#start());
    // Set by `start`, which otherwise throws.
    return this.#valuesNow();
  }

  #valuesNow(): Values {
    return this.#known?.values ?? {};
  }

  /** One value, from memory. */
  async get(key: string): Promise<string> {
    const values = await this.values();
    const value = Object.hasOwn(values, key) ? values[key] : undefined;
    if (value === undefined) throw new PhaseError(`The environment has no secret named ${key}.`, "no");
    return value;
  }

  /** For clients that ask for their key at each request: `new OpenAI({ apiKey: phase.apiKey("OPENAI_API_KEY") })`. */
  apiKey(key: string): () => Promise<string> {
    return async () => await this.get(key);
  }

  /**
   * The value after a refused one: reads from Phase, unless someone has done so meanwhile. While Phase can't
   * be reached, returns the known value.
   */
  async refresh(key: string, refused: string): Promise<string> {
    if ((await this.get(key)) !== refused) return await this.get(key);
    this.counters.refreshes += 1;
    // A read that began before the refusal may return the refused value.
    if (this.#reading !== undefined) await this.#reading.catch(() => {});
    if ((await this.get(key)) === refused) await this.#read().catch(() => {});
    return await this.get(key);
  }

  /** A `fetch` that sends the key as a bearer token, and repeats a refused request with the next key. */
  fetch(key: string, wrapped: typeof fetch = globalThis.fetch): typeof fetch {
    return async (input, init) => {
      const request = new Request(input, init);
      let used = await this.get(key);
      for (let repeats = 0; ; repeats += 1) {
        const attempt = request.clone();
        attempt.headers.set("authorization", `Bearer ${used}`);
        const response = await wrapped(attempt);
        if (response.status !== 401 || repeats === MOST_REPEATS) return response;
        const next = await this.refresh(key, used);
        if (next === used) return response;
        await response.body?.cancel();
        used = next;
      }
    };
  }

  /** Calls the listener after each change of a value. Returns a function that stops this. */
  onChange(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Ends the stream. Known values can still be read. */
  close(): void {
    this.#closed.abort();
  }

  #isClosed(): boolean {
    return this.#closed.signal.aborted;
  }

  async #start(): Promise<void> {
    try {
      const kept = this.#fallbackPath === null ? null : await readFallback(this.#fallbackPath, this.#asked);
      const waitForSeconds = this.#waitForSeconds ?? (kept === null ? 30 : 5);
      try {
        await this.#readPatiently(waitForSeconds);
      } catch (error) {
        if (kept === null || !(error instanceof PhaseError) || error.kind !== "away") throw error;
        this.counters.fallbackStarts += 1;
        this.#environmentId = kept.environmentId;
        this.#known = { values: kept.values, etag: kept.etag };
      }
      void this.#follow();
      void this.#renew();
    } finally {
      // Another call may try again.
      this.#starting = undefined;
    }
  }

  async #readPatiently(waitForSeconds: number): Promise<void> {
    const giveUpAt = performance.now() + waitForSeconds * 1000;
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, 5_000)) {
      try {
        await this.#read();
        return;
      } catch (error) {
        const isAway = error instanceof PhaseError && error.kind === "away";
        if (!isAway || performance.now() + pauseMs >= giveUpAt) throw error;
        await pause(spread(pauseMs), true);
      }
    }
  }

  /** One read at a time, however many callers wait. */
  #read(): Promise<void> {
    this.#reading ??= this.#readNow().finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  async #readNow(): Promise<void> {
    const readAt = Date.now();
    let answer: Answer;
    let environmentId: string;
    try {
      environmentId = this.#environmentId ??= await findEnvironment(this.#server, this.#asked.environment);
      const headers: Record<string, string> =
        this.#known?.etag == null ? {} : { "if-none-match": this.#known.etag };
      this.counters.requests += 1;
      answer = await ask(this.#server, `/environments/${encodeURIComponent(environmentId)}/secrets`, headers);
    } catch (error) {
      this.counters.failures += 1;
      if (error instanceof PhaseError && error.kind === "no") await this.#forget();
      throw error;
    }
    const before = this.#known;
    const known = answer.status === 304 && before !== undefined ? before : readSecrets(answer);
    if (answer.status === 304) this.counters.unchanged += 1;
    this.#known = known;
    await this.#keep(environmentId, known, readAt, answer.headers["phase-good-for"]);
    if (before !== undefined) this.#tell(before.values, known.values);
  }

  #tell(before: Values, values: Values): void {
    if (before === values) return;
    const keys = new Set([...Object.keys(before), ...Object.keys(values)]);
    const changedKeys = [...keys].filter((key) => before[key] !== values[key]).sort();
    if (changedKeys.length === 0) return;
    this.counters.changes += 1;
    for (const listener of this.#listeners) {
      try {
        listener({ values, changedKeys });
      } catch {
        // A program's own error doesn't stop other listeners.
      }
    }
  }

  async #keep(
    environmentId: string,
    { values, etag }: Known,
    readAt: number,
    goodFor: unknown,
  ): Promise<void> {
    if (this.#fallbackPath === null) return;
    const goodForSeconds = typeof goodFor === "string" ? Number(goodFor) : null;
    const kept = { readAt, environmentId, etag, values, goodForSeconds };
    // A program can start without it.
    await writeFallback(this.#fallbackPath, this.#asked, kept).catch(() => {});
  }

  async #forget(): Promise<void> {
    if (this.#fallbackPath === null) return;
    await rm(this.#fallbackPath, { force: true }).catch(() => {});
  }

  /** Until it is closed: listens, and polls now and then while there is no stream. */
  async #follow(): Promise<void> {
    let failures = 0;
    while (!this.#isClosed()) {
      const began = performance.now();
      const heard = await this.#listen().catch(() => false);
      // Each stream ends after a while. The next one reports what was missed.
      if (heard && performance.now() - began > this.#pollMs) continue;
      await pause(
        spread(Math.min(this.#pollMs * 2 ** failures, Math.max(LONGEST_PAUSE_MS, this.#pollMs))),
        false,
      );
      if (this.#isClosed()) return;
      failures = await this.#read().then(
        () => 0,
        () => failures + 1,
      );
    }
  }

  async #listen(): Promise<boolean> {
    const path = `/environments/${encodeURIComponent(this.#environmentId ?? "")}/secrets/stream`;
    const response = await open(this.#server, path, { accept: "text/event-stream" }, null);
    const stop = () => response.destroy();
    this.#closed.signal.addEventListener("abort", stop, { once: true });
    response.setTimeout(LONGEST_SILENCE_MS, stop);
    let heard = false;
    try {
      if (response.statusCode !== 200) return false;
      let rest = "";
      response.setEncoding("utf8");
      for await (const part of response) {
        heard = true;
        const blocks = (rest + String(part)).split(/\r?\n\r?\n/);
        rest = blocks.pop() ?? "";
        if (rest.length > LONGEST_EVENT) return heard;
        if (blocks.some((block) => /^event: ?change$/m.test(block))) await this.#readUntilDone();
      }
    } catch {
      // The next one, or a poll in its place, reports what was missed.
    } finally {
      this.#closed.signal.removeEventListener("abort", stop);
      response.destroy();
    }
    return heard;
  }

  async #readUntilDone(): Promise<void> {
    // A read that began before the event may not include it.
    if (this.#reading !== undefined) await this.#reading.catch(() => {});
    for (
      let pauseMs = FIRST_PAUSE_MS;
      !this.#closed.signal.aborted;
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
    ) {
      try {
        await this.#read();
        return;
      } catch (error) {
        if (error instanceof PhaseError && error.kind !== "away") return;
        await pause(spread(pauseMs), false);
      }
    }
  }

  /** Renews the fallback's expiry while nothing changes. */
  async #renew(): Promise<void> {
    for (;;) {
      await pause(spread(RENEW_MS), false);
      if (this.#closed.signal.aborted) return;
      await this.#read().catch(() => {});
    }
  }
}
