/** The worker's own `/metrics`, and whether it works: this process's counters, without a database query. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Logger } from "pino";
import { mayScrape } from "@/lib/requests/may-scrape";
import type { ProcessMetrics } from "@/lib/metrics/process-metrics";
import { whileAsked } from "@/lib/metrics/while-asked";
import type { Loop } from "./loop";

const AGAIN_MS = 5_000;

type Served = {
  host: string;
  port: number;
  token: string | undefined;
  metrics: Pick<ProcessMetrics, "registry">;
  isWorking: () => boolean;
  log: Pick<Logger, "info" | "warn">;
};

type Text = () => Promise<string>;
type Answer = { status: number; type: string; body: string };

/** A taken port is no reason not to rotate. It is tried again until it is free. */
export function serveMetrics({ host, port, log, ...told }: Served, againMs = AGAIN_MS): Loop {
  const text = whileAsked(() => told.metrics.registry.metrics());
  const server = createServer((request, response) => {
    answerTo(request, { ...told, text }).then(
      (answer) => send(response, answer),
      () => send(response, { status: 500, type: "text/plain", body: "" }),
    );
  });
  let again: NodeJS.Timeout | undefined;
  let isTold = false;
  server.on("listening", () => {
    isTold = false;
    log.info({ host, port }, "Metrics are served");
  });
  server.on("error", (error: NodeJS.ErrnoException) => {
    if (!isTold) log.warn({ host, port, err: error }, "Couldn't serve metrics; the worker still rotates");
    isTold = true;
    again = setTimeout(() => server.listen(port, host), againMs);
  });
  server.listen(port, host);
  return {
    async stop() {
      clearTimeout(again);
      if (!server.listening) return;
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

async function answerTo(
  { method, url, headers }: IncomingMessage,
  { token, metrics, isWorking, text }: Pick<Served, "token" | "metrics" | "isWorking"> & { text: Text },
): Promise<Answer> {
  const path = url?.split("?", 1)[0];
  const isRead = method === "GET" || method === "HEAD";
  if (isRead && path === "/healthz") {
    const [status, word] = isWorking() ? [200, "ok"] : [503, "stands_still"];
    return { status, type: "application/json", body: JSON.stringify({ status: word }) };
  }
  if (!isRead || path !== "/metrics") return { status: 404, type: "text/plain", body: "Not found.\n" };
  if (!mayScrape(headers.authorization, token)) {
    return { status: 401, type: "text/plain", body: "Send PHASE_METRICS_TOKEN as a bearer token.\n" };
  }
  return { status: 200, type: metrics.registry.contentType, body: await text() };
}

function send(response: ServerResponse, { status, type, body }: Answer): void {
  response.writeHead(status, {
    "content-type": type,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...(status === 401 ? { "www-authenticate": "Bearer" } : {}),
  });
  response.end(body);
}
