/** Hears of changes from the database itself: whichever process made them. Table and ids, never contents. */
import type pg from "pg";
import { z } from "zod";
import { DatabaseClient } from "@/lib/database/client";
import { connectionTo } from "@/lib/database/connect";

const changeSchema = z.object({
  table: z.string(),
  id: z.string(),
  rotating_secret_id: z.string().optional(),
  environment_id: z.string().optional(),
});
export type Change = z.infer<typeof changeSchema>;

/** A change, or null where some may have been missed: look again. Must not throw. */
export type ChangeListener = (change: Change | null) => void;

const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 10_000;
/** A connection that was cut without a word is noticed after this. */
const PROBE_MS = 30_000;
const PROBE_TIMEOUT_SECONDS = 10;

/** One listening connection for any number of listeners; connects at the first one and again whenever it is lost. */
export class ChangeFeed {
  readonly #databaseUrl: string;
  readonly #listeners = new Set<ChangeListener>();
  #client: pg.Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  #running = false;
  readonly #closing = new AbortController();
  /** Fires when the feed closes for good: whoever waits for changes may go. */
  readonly closed = this.#closing.signal;

  constructor(databaseUrl: string) {
    this.#databaseUrl = databaseUrl;
  }

  /** Answers how to unsubscribe. */
  subscribe(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    if (!this.#running && !this.closed.aborted) {
      this.#running = true;
      void this.#connect();
    }
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#running = false;
    this.#closing.abort();
    this.#listeners.clear();
    clearTimeout(this.#timer);
    const client = this.#client;
    this.#client = undefined;
    await client?.end().catch(() => {});
  }

  async #connect(): Promise<void> {
    const client = new DatabaseClient(
      connectionTo(this.#databaseUrl, { name: "phase change feed", answerSeconds: PROBE_TIMEOUT_SECONDS }),
    );
    this.#client = client;
    client.on("notification", ({ payload = "" }) => this.#tell(parseChange(payload)));
    client.on("error", () => this.#lost(client));
    client.on("end", () => this.#lost(client));
    try {
      await client.connect();
      await client.query("LISTEN phase_change");
      if (this.#client !== client) return;
      this.#failures = 0;
      this.#tell(null);
      this.#probeLater(client);
    } catch {
      this.#lost(client);
    }
  }

  #probeLater(client: pg.Client): void {
    this.#timer = setTimeout(() => {
      client.query("SELECT 1").then(
        () => {
          if (this.#client === client) this.#probeLater(client);
        },
        () => this.#lost(client),
      );
    }, PROBE_MS).unref();
  }

  /** Each sign of one lost connection ends here; the first one counts. */
  #lost(client: pg.Client): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    clearTimeout(this.#timer);
    client.end().catch(() => {});
    if (!this.#running) return;
    const wait = Math.min(FIRST_RETRY_MS * 2 ** this.#failures, LONGEST_RETRY_MS);
    this.#failures += 1;
    this.#timer = setTimeout(() => void this.#connect(), wait * (0.5 + Math.random())).unref();
  }

  #tell(change: Change | null): void {
    for (const listener of [...this.#listeners]) listener(change);
  }
}

function parseChange(payload: string): Change | null {
  try {
    return changeSchema.parse(JSON.parse(payload));
  } catch {
    return null;
  }
}

// On globalThis because the web bundles each route by itself: one connection for all of them.
const holder: { phaseChangeFeed?: ChangeFeed } = globalThis as { phaseChangeFeed?: ChangeFeed };

/** The web process's feed, made at the first call; it closes with the process, so that no open stream holds that up. */
export function changeFeed(databaseUrl: string): ChangeFeed {
  if (holder.phaseChangeFeed === undefined) {
    const feed = new ChangeFeed(databaseUrl);
    holder.phaseChangeFeed = feed;
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void feed.close());
  }
  return holder.phaseChangeFeed;
}
