import { connect, createServer } from "node:net";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import pino from "pino";
import { afterEach, expect, it, vi } from "vitest";
import { ProcessMetrics } from "@/lib/metrics/process-metrics";
import type { Loop } from "./loop";
import { serveMetrics } from "./serve-metrics";

const host = "127.0.0.1";
const TOKEN = "sixteen-letters-long";

/** A port, and a server that has it until it is closed. */
async function takenPort() {
  const server = createServer().listen(0, host);
  await once(server, "listening");
  return { server, port: (server.address() as AddressInfo).port };
}

let serving: Loop | undefined;
afterEach(() => serving?.stop());

const lines: string[] = [];
const log = pino({ level: "info" }, { write: (line: string) => lines.push(line) });

async function serve(given: { token?: string; isWorking?: boolean } = {}) {
  const { server, port } = await takenPort();
  lines.length = 0;
  const metrics = new ProcessMetrics();
  const { token, isWorking = true } = given;
  serving = serveMetrics({ host, port, token, metrics, isWorking: () => isWorking, log }, 1);
  const ask = (path: string, init?: RequestInit) => fetch(`http://${host}:${port}${path}`, init);
  return { server, metrics, port, ask };
}

/** Once it has the port. */
async function served(given?: Parameters<typeof serve>[0]) {
  const { server, ...rest } = await serve(given);
  server.close();
  await vi.waitFor(() => expect(lines.join("")).toContain("Metrics are served"));
  return rest;
}

it("serves the process's counters, and nothing else", async () => {
  const { metrics, ask } = await served();
  metrics.revoked({ outcome: "revoked" }, 2);
  const answer = await ask("/metrics");
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toContain("text/plain; version=0.0.4");
  expect(await answer.text()).toContain('phase_revocations_total{outcome="revoked",code=""} 1');
  expect((await ask("/")).status).toBe(404);
  expect((await ask("/metrics", { method: "POST" })).status).toBe(404);
});

it("reckons once for all that ask at the same time", async () => {
  const { metrics, port } = await served();
  const reckoned = vi.spyOn(metrics.registry, "metrics");
  const socket = connect(port, host).setEncoding("utf8");
  socket.write("GET /metrics HTTP/1.1\r\nHost: worker\r\n\r\n".repeat(100));
  const parts: string[] = [];
  for await (const part of socket) {
    if (parts.push(String(part)) && parts.join("").split("HTTP/1.1 200 OK").length > 100) break;
  }
  expect(reckoned).toHaveBeenCalledOnce();
  await (await fetch(`http://${host}:${port}/metrics`)).text();
  expect(reckoned).toHaveBeenCalledTimes(2);
});

it("requires the same token as the web", async () => {
  const { ask } = await served({ token: TOKEN });
  const refused = await ask("/metrics");
  expect([refused.status, refused.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
  const sent = { headers: { authorization: `Bearer ${TOKEN}` } };
  expect((await ask("/metrics", sent)).status).toBe(200);
  expect((await ask("/healthz")).status).toBe(200);
});

it("reports a stuck worker", async () => {
  const { ask } = await served({ isWorking: false });
  const answer = await ask("/healthz");
  expect([answer.status, await answer.json()]).toEqual([503, { status: "stands_still" }]);
});

it("waits for a taken port, logs it once, and lets the worker continue", async () => {
  const { server, ask } = await serve();
  await vi.waitFor(() => expect(lines.join("")).toContain("Couldn't serve metrics"));
  server.close();
  await vi.waitFor(() => expect(lines.join("")).toContain("Metrics are served"));
  expect(lines.filter((line) => line.includes("Couldn't serve metrics"))).toHaveLength(1);
  expect((await ask("/metrics")).status).toBe(200);
});
