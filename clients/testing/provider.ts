import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A provider that accepts the keys it was given. */
export class Provider {
  accepted = new Set<string>();
  #used = new Map<string, PromiseWithResolvers<void>>();
  readonly #http = createServer((request, response) => {
    const key = request.headers.authorization?.replace("Bearer ", "") ?? "";
    request.resume();
    this.#waiting(key).resolve();
    response.writeHead(this.accepted.has(key) ? 200 : 401).end();
  });

  async start(): Promise<this> {
    this.#http.listen(0, "127.0.0.1");
    await once(this.#http, "listening");
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}/`;
  }

  /** Resolves once someone has used that key. */
  async isUsed(key: string): Promise<void> {
    await this.#waiting(key).promise;
  }

  stop(): void {
    this.#http.close();
    this.#http.closeAllConnections();
  }

  #waiting(key: string): PromiseWithResolvers<void> {
    const waiting = this.#used.get(key) ?? Promise.withResolvers<void>();
    this.#used.set(key, waiting);
    return waiting;
  }
}
