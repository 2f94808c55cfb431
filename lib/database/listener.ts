import type pg from "pg";
import { DatabaseClient } from "./client";
import { connectionTo } from "./connect";

const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 10_000;
/** A connection that is cut without notice is detected after both of these. */
const PROBE_MS = 10_000;
const PROBE_ANSWER_SECONDS = 10;

type Hearing = {
  /** Names the connection in pg_stat_activity. */
  name: string;
  channel: string;
  hear: (payload: string) => void;
  /** Called after each connect. Anything announced before then was missed. */
  connected: () => void;
};

/** One connection that listens on a channel and reconnects whenever it is lost. */
export class Listener {
  #client: pg.Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  #closed = false;

  constructor(
    private readonly databaseUrl: string,
    private readonly hearing: Hearing,
  ) {
    void this.#connect();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    const client = this.#client;
    this.#client = undefined;
    await client?.end().catch(() => {});
  }

  async #connect(): Promise<void> {
    const { name, channel, hear, connected } = this.hearing;
    const client = new DatabaseClient(
      connectionTo(this.databaseUrl, { name, answerSeconds: PROBE_ANSWER_SECONDS }),
    );
    this.#client = client;
    client.on("notification", ({ payload = "" }) => hear(payload));
    client.on("error", () => this.#lost(client));
    client.on("end", () => this.#lost(client));
    try {
      await client.connect();
      await client.query(`LISTEN "${channel}"`);
      if (this.#client !== client) return;
      this.#failures = 0;
      connected();
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

  /** Every sign of a lost connection ends here. Only the first one counts. */
  #lost(client: pg.Client): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    clearTimeout(this.#timer);
    client.end().catch(() => {});
    if (this.#closed) return;
    const wait = Math.min(FIRST_RETRY_MS * 2 ** this.#failures, LONGEST_RETRY_MS);
    this.#failures += 1;
    this.#timer = setTimeout(() => void this.#connect(), wait * (0.5 + Math.random())).unref();
  }
}
