import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { startTcpProxy } from "@/proof/chaos/tcp-proxy";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { LONGEST_SILENCE_SECONDS, startWatchdog } from "./watchdog";

const LOOK_EVERY_MS = 5;

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

async function reported(workerId: string, secondsAgo: number): Promise<void> {
  const at = new Date(Date.now() - secondsAgo * 1000);
  await database.db.workerHeartbeat.upsert({
    where: { workerId },
    create: { workerId, startedAt: at, at },
    update: { at },
  });
}

/** Resolves once the watchdog has checked this often, seen from the connections it has opened. */
async function looks(count: number, proxy: { connections(): number }): Promise<void> {
  const from = proxy.connections();
  await vi.waitFor(() => expect(proxy.connections()).toBeGreaterThan(from + count), { timeout: 15_000 });
}

it("gives up only a worker that has not reported", async () => {
  const url = new URL(database.url);
  const proxy = await startTcpProxy(Number(url.port));
  url.port = String(proxy.port);
  const watched = { databaseUrl: url.href, workerId: "w" };
  await reported("another", LONGEST_SILENCE_SECONDS + 10);
  await reported("w", LONGEST_SILENCE_SECONDS - 30);
  const gaveUp = Promise.withResolvers<void>();
  const giveUp = vi.fn(() => gaveUp.resolve());
  const watchdog = startWatchdog(watched, giveUp, LOOK_EVERY_MS);
  await looks(3, proxy);
  expect(giveUp).not.toHaveBeenCalled();

  await reported("w", LONGEST_SILENCE_SECONDS + 10);
  await gaveUp.promise;
  await watchdog.stop();
  await proxy.close();
}, 40_000);

it("leaves a worker alone while the database is read-only", async () => {
  await reported("r", LONGEST_SILENCE_SECONDS + 10);
  const url = new URL(database.url);
  const proxy = await startTcpProxy(Number(url.port));
  url.port = String(proxy.port);
  url.searchParams.set("options", "-c default_transaction_read_only=on");
  const giveUp = vi.fn();
  const watchdog = startWatchdog({ databaseUrl: url.href, workerId: "r" }, giveUp, LOOK_EVERY_MS);
  await looks(3, proxy);
  await watchdog.stop();
  expect(giveUp).not.toHaveBeenCalled();
  await proxy.close();
}, 40_000);

it("leaves a worker alone while the database doesn't respond", async () => {
  const giveUp = vi.fn();
  const refused = await startTcpProxy(1);
  const watched = { databaseUrl: `postgresql://u@127.0.0.1:${refused.port}/x`, workerId: "w" };
  const watchdog = startWatchdog(watched, giveUp, LOOK_EVERY_MS);
  await looks(3, refused);
  await watchdog.stop();
  expect(giveUp).not.toHaveBeenCalled();
  await refused.close();
});
