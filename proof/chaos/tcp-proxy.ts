/**
 * A TCP proxy that can drop everything: nothing is refused and nothing arrives, as when a network is cut. It
 * can also freeze existing connections, like a firewall that forgets them, or add latency.
 */
import { once } from "node:events";
import { createServer, connect, type Socket } from "node:net";

export type TcpProxy = {
  port: number;
  blackhole(): void;
  /** From now on nothing passes on existing connections, and neither end notices. New ones work. */
  freeze(): void;
  /** `delivered`: what was sent meanwhile arrives now, late. `reset`: it is lost with its connections. */
  heal(how: "delivered" | "reset"): void;
  /** How many were taken so far. */
  connections(): number;
  close(): Promise<void>;
};

type Pair = { client: Socket; upstream: Socket | null };

/** `delayMs`: how long each direction takes. */
export async function startTcpProxy(
  targetPort: number,
  { delayMs = 0 }: { delayMs?: number } = {},
): Promise<TcpProxy> {
  const pairs = new Set<Pair>();
  const frozen = new Set<Pair>();
  let isDark = false;
  let taken = 0;

  const join = (pair: Pair) => {
    const upstream = connect(targetPort, "127.0.0.1");
    pair.upstream = upstream;
    pass(pair.client, upstream, delayMs);
    pass(upstream, pair.client, delayMs);
    upstream.on("error", () => pair.client.resetAndDestroy());
    upstream.on("close", () => {
      if (!frozen.has(pair)) pair.client.destroy();
    });
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
    if (pair.upstream === null) {
      join(pair);
      return;
    }
    pair.client.pipe(pair.upstream);
    pair.upstream.pipe(pair.client);
  };

  // Half-open on purpose: a client that gave up meanwhile has still sent its data.
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (client) => {
    const pair: Pair = { client, upstream: null };
    taken += 1;
    pairs.add(pair);
    // In the dark the other side hears nothing of it.
    client.on("error", () => {
      if (!isDark && !frozen.has(pair)) pair.upstream?.destroy();
    });
    client.on("close", () => {
      if (frozen.has(pair) || (isDark && pair.upstream !== null)) return;
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
    freeze() {
      for (const pair of pairs) {
        frozen.add(pair);
        halt(pair);
      }
      pairs.clear();
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
    connections: () => taken,
    async close() {
      for (const { client, upstream } of [...pairs, ...frozen]) {
        client.destroy();
        upstream?.destroy();
      }
      server.close();
      await once(server, "close");
    },
  };
}

function pass(from: Socket, to: Socket, delayMs: number): void {
  if (delayMs === 0) return void from.pipe(to);
  const late = (deliver: () => void) =>
    setTimeout(() => {
      if (!to.destroyed) deliver();
    }, delayMs);
  from.on("data", (chunk) => late(() => to.write(chunk)));
  from.on("end", () => late(() => to.end()));
  from.resume();
}
