import type { Socket } from "node:net";
import pg from "pg";
import { LONGEST, type SessionOverrides, sessionStatements } from "./session";

export type ClientSettings = pg.ClientConfig & {
  session?: SessionOverrides;
  /** How long a statement may go without an answer before its connection counts as dead. Seconds. */
  answerSeconds?: number;
};

/** A server or pooler that does not keep to what every session has to be. */
export class SessionError extends Error {
  override name = "SessionError";
}

const GOODBYE_MS = 2_000;

/**
 * A connection whose session is set and asked before it is handed out, and which ends rather than wait for a server that
 * says nothing: a firewall, a hung pooler or a fail-over may drop a connection without a word, and then the kernel waits
 * for a quarter of an hour, or for ever where the other side still acknowledges.
 */
export class DatabaseClient extends pg.Client {
  readonly #session: SessionOverrides;
  readonly #answerSeconds: number;

  constructor(settings: ClientSettings = {}) {
    super(settings);
    this.#session = settings.session ?? {};
    this.#answerSeconds = settings.answerSeconds ?? LONGEST.answer;
    // Whoever waits for an answer is told by its own rejection; unheard, the event would end the process.
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
      // Refused for want of a password, a server waits on for a minute, and others wait for it: DROP DATABASE does.
      this.#drop();
      throw error;
    }
    return this;
  }

  override end(): Promise<void>;
  override end(callback: (error: Error) => void): void;
  override end(callback?: (error: Error) => void): Promise<void> | void {
    // The other side may never answer the goodbye either.
    const forced = setTimeout(() => this.#drop(), GOODBYE_MS);
    this.once("end", () => clearTimeout(forced));
    return callback === undefined ? super.end() : super.end(callback);
  }

  #endOnSilence(): void {
    const { stream } = this.connection as unknown as { stream: Socket };
    const milliseconds = this.#answerSeconds * 1000;
    stream.setTimeout(milliseconds);
    stream.on("timeout", () => {
      // False from a statement's beginning to the end of its answer.
      const { readyForQuery } = this as unknown as { readyForQuery: boolean };
      if (!readyForQuery) {
        stream.destroy(new Error(`The database did not answer for ${this.#answerSeconds} s.`));
        return;
      }
      // Nothing was asked. A timer that has gone off is not wound up again by what is written later.
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
      `The database, or a pooler in front of it, keeps ${different.name} at ${different.found}, and Phase needs ${different.wanted}.`,
    );
  }

  #drop(): void {
    this.connection.stream.destroy();
  }
}
