import type { Socket } from "node:net";
import pg from "pg";
import { LONGEST, type SessionOverrides, sessionStatements } from "./session";

export type ClientSettings = pg.ClientConfig & {
  session?: SessionOverrides;
  /** How many seconds a statement may take to respond before its connection counts as dead. */
  answerSeconds?: number;
};

/** A server or pooler that overrides what every session needs. */
export class SessionError extends Error {
  override name = "SessionError";
}

const GOODBYE_MS = 2_000;

/**
 * A connection whose session is configured and checked before use, and which ends rather than wait for a
 * silent server. A firewall, a hung pooler or a fail-over may drop a connection without notice. The kernel
 * then waits for 15 minutes, or endlessly if the other side still acknowledges.
 */
export class DatabaseClient extends pg.Client {
  readonly #session: SessionOverrides;
  readonly #answerSeconds: number;

  constructor(settings: ClientSettings = {}) {
    super(settings);
    this.#session = settings.session ?? {};
    this.#answerSeconds = settings.answerSeconds ?? LONGEST.answer;
    // Each waiting caller gets its own rejection. Without a listener, the event would end the process.
    this.on("error", () => {});
  }

  override connect(): Promise<pg.Client>;
  override connect(callback: ((error: Error) => void) | ((error: null, client: pg.Client) => void)): void;
  override connect(
    callback?: ((error: Error) => void) | ((error: null, client: pg.Client) => void),
  ): Promise<pg.Client> | void {
    const opened = this.#open();
    if (callback === undefined) return opened;
    const tell = callback as (error: Error | null, client?: pg.Client) => void;
    opened.then((client) => tell(null, client), tell);
  }

  async #open(): Promise<pg.Client> {
    try {
      await super.connect();
      this.#endOnSilence();
      await this.#setSession();
    } catch (error) {
      // A server that refused a missing password waits another minute, and DROP DATABASE waits for it.
      this.#drop();
      throw error;
    }
    return this;
  }

  override end(): Promise<void>;
  override end(callback: (error: Error) => void): void;
  override end(callback?: (error: Error) => void): Promise<void> | void {
    // The other side may never respond to the goodbye either.
    const forced = setTimeout(() => this.#drop(), GOODBYE_MS);
    this.once("end", () => clearTimeout(forced));
    return callback === undefined ? super.end() : super.end(callback);
  }

  #endOnSilence(): void {
    const { stream } = this.connection as unknown as { stream: Socket };
    const milliseconds = this.#answerSeconds * 1000;
    stream.setTimeout(milliseconds);
    stream.on("timeout", () => {
      // False from a statement's start to the end of its response.
      const { readyForQuery } = this as unknown as { readyForQuery: boolean };
      if (!readyForQuery) {
        stream.destroy(new Error(`The database didn't respond for ${this.#answerSeconds} s.`));
        return;
      }
      // Nothing was asked. A later write doesn't restart a timer that has fired.
      stream.setTimeout(milliseconds);
    });
  }

  async #setSession(): Promise<void> {
    const results = (await this.query(sessionStatements(this.#session))) as unknown as pg.QueryResult<{
      name: string;
      wanted: string;
      found: string;
    }>[];
    const [different] = results[1]?.rows ?? [];
    if (different === undefined) return;
    throw new SessionError(
      `The database or its connection pooler forces ${different.name} to ${different.found}, but Phase needs ${different.wanted}.`,
    );
  }

  #drop(): void {
    this.connection.stream.destroy();
  }
}
