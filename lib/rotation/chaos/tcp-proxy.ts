/** A TCP proxy that can swallow everything: nothing is refused and nothing arrives, as when a network is cut. */
import { once } from "node:events";
import { createServer, connect, type Socket } from "node:net";

export type TcpProxy = {
  port: number;
  blackhole(): void;
  /** `delivered`: what was sent meanwhile arrives now, late. `reset`: it is lost with its connections. */
  heal(how: "delivered" | "reset"): void;
  close(): Promise<void>;
};

type Pair = { client: Socket; upstream: Socket | null };

export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const pairs = new Set<Pair>();
  let isDark = false;

  const join = (pair: Pair) => {
    const upstream = connect(targetPort, "127.0.0.1");
    pair.upstream = upstream;
    pair.client.pipe(upstream);
    upstream.pipe(pair.client);
    upstream.on("error", () => pair.client.resetAndDestroy());
    upstream.on("close", () => pair.client.destroy());
    if (isDark) halt(pair);
  };
  const halt = ({ client, upstream }: Pair) => {
    client.pause();
    upstream?.pause();
    if (upstream === null) return;
    client.unpipe(upstream);
    upstream.unpipe(client);
  };
  const resume = (pair: Pair) => {
    if (pair.client.destroyed) {
      pairs.delete(pair);
      return void pair.upstream?.destroy();
    }
    if (pair.upstream === null) return join(pair);
    pair.client.pipe(pair.upstream);
    pair.upstream.pipe(pair.client);
  };

  // Half-open on purpose: a client that gave up in the dark has still sent what it sent.
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (client) => {
    const pair: Pair = { client, upstream: null };
    pairs.add(pair);
    // In the dark the other side hears nothing of it.
    client.on("error", () => {
      if (!isDark) pair.upstream?.destroy();
    });
    client.on("close", () => {
      if (isDark && pair.upstream !== null) return;
      pairs.delete(pair);
      pair.upstream?.destroy();
    });
    if (!isDark) join(pair);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The proxy has no port.");

  return {
    port: address.port,
    blackhole() {
      isDark = true;
      for (const pair of pairs) halt(pair);
    },
    heal(how) {
      isDark = false;
      for (const pair of pairs) {
        if (how === "delivered") {
          resume(pair);
          continue;
        }
        pairs.delete(pair);
        pair.client.resetAndDestroy();
        pair.upstream?.resetAndDestroy();
      }
    },
    async close() {
      for (const { client, upstream } of pairs) {
        client.destroy();
        upstream?.destroy();
      }
      server.close();
      await once(server, "close");
    },
  };
}
