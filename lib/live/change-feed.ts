/** Receives changes from the database, whichever process made them. Table and IDs, never contents. */
import * as z from "zod";
import { Listener } from "@/lib/database/listener";

const changeSchema = z.object({
  table: z.string(),
  id: z.string(),
  rotating_secret_id: z.string().optional(),
  environment_id: z.string().optional(),
});
export type Change = z.infer<typeof changeSchema>;

/** Rows whose change can end or reduce someone's access. */
const ACCESS_TABLES = ["service_token", "session", "member"];

export function isAboutAccess({ table }: Change): boolean {
  return ACCESS_TABLES.includes(table);
}

/** A change. Null if some may have been missed, so the listener must look again. Must not throw. */
export type ChangeListener = (change: Change | null) => void;

/** One listening connection for any number of listeners, opened by the first one. */
export class ChangeFeed {
  readonly #databaseUrl: string;
  readonly #listeners = new Set<ChangeListener>();
  #connection: Listener | undefined;
  readonly #closing = new AbortController();
  /** Fires when the feed closes for good, so that waiting callers can stop. */
  readonly closed = this.#closing.signal;

  constructor(databaseUrl: string) {
    this.#databaseUrl = databaseUrl;
  }

  /** Returns how to unsubscribe. */
  subscribe(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    if (!this.closed.aborted) {
      this.#connection ??= new Listener(this.#databaseUrl, {
        name: "phase change feed",
        channel: "phase_change",
        hear: (payload) => this.#tell(parseChange(payload)),
        connected: () => this.#tell(null),
      });
    }
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#listeners.clear();
    await this.#connection?.close();
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

// On globalThis because the web bundles each route separately. All of them share one connection.
const holder: { phaseChangeFeed?: ChangeFeed } = globalThis as { phaseChangeFeed?: ChangeFeed };

/**
 * The web process's feed, created on the first call. It closes with the process, so that no open stream
 * delays that.
 */
export function changeFeed(databaseUrl: string): ChangeFeed {
  if (holder.phaseChangeFeed === undefined) {
    const feed = new ChangeFeed(databaseUrl);
    holder.phaseChangeFeed = feed;
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void feed.close());
  }
  return holder.phaseChangeFeed;
}
