/** What a false server can do to a program that uses a client. */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { ENVIRONMENT_ID, TOKEN } from "@/cli/testing/fake-server";
import { ROOT } from "@/installation/root";
import { buildNodeClient } from "./node/build.mjs";
import { Driver, DriverError } from "./testing/driver";

// Each test starts two processes, on machines that may be busy.
vi.setConfig({ testTimeout: 90_000 });

const built = await mkdtemp(join(tmpdir(), "phase-node-client-"));
await buildNodeClient(built);
afterAll(() => rm(built, { recursive: true }));

const NODE = [process.execPath, join(ROOT, "clients/testing/node_driver.mjs"), join(built, "esm/index.js")];
const PYTHON = ["python3", join(ROOT, "clients/testing/python_driver.py")];
const CLIENTS = hasPython() ? [NODE, PYTHON] : [NODE];

function hasPython(): boolean {
  try {
    execFileSync("python3", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** The first answer to each client is `answer`, and every later one a refusal, which ends the read. */
async function readsFrom(status: number, answer: (response: ServerResponse) => void): Promise<unknown[]> {
  const seen = new Set<unknown>();
  const server = createServer(({ headers }, response) => {
    const isFirst = !seen.has(headers["user-agent"]);
    seen.add(headers["user-agent"]);
    if (isFirst) answer(response.writeHead(status, { "content-type": "application/json" }));
    else response.writeHead(403).end('{"error":{"message":"No."}}');
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const options = { host, token: TOKEN, environment: ENVIRONMENT_ID, pollSeconds: 1, fallback: false };
  const env = { PYTHONPATH: join(ROOT, "clients/python"), PYTHONDONTWRITEBYTECODE: "1" };
  const drivers = CLIENTS.map((command) => new Driver(command, env));
  try {
    return await Promise.all(
      drivers.map(async (driver) => {
        await driver.ask("open", options);
        return await driver
          .ask("get", { key: "API_KEY" })
          .catch((error: unknown) => (error instanceof DriverError ? error.kind : error));
      }),
    );
  } finally {
    await Promise.all(drivers.map((driver) => driver.stop()));
    server.closeAllConnections();
    server.close();
  }
}

const refused = CLIENTS.map(() => "no");

test.each([200, 500])("an answer %i without an end is not read to its end", async (status) => {
  const part = Buffer.alloc(1_048_576, " ");
  let mostSent = 0;
  const kinds = await readsFrom(status, (response) => {
    let sent = 0;
    const more = (): void => {
      mostSent = Math.max(mostSent, ++sent);
      if (sent === 256) response.end();
      else response.write(part, more);
    };
    more();
  });
  expect(kinds).toEqual(refused);
  expect(mostSent).toBeLessThan(128);
});

test("an answer that comes a little at a time is not waited for", async () => {
  const kinds = await readsFrom(200, (response) => {
    const timer = setInterval(() => response.write(" "), 500);
    response.on("close", () => clearInterval(timer));
  });
  expect(kinds).toEqual(refused);
});
