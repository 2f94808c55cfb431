import { afterEach, expect, it, vi } from "vitest";
import type { EngineServices } from "@/lib/rotation/services";
import { Dispatcher } from "./dispatcher";
import { startHeartbeat } from "./heartbeat";
import type { Lanes } from "./lanes";

afterEach(() => {
  vi.restoreAllMocks();
});

const fail = (error: unknown) => {
  throw error;
};

it("reports a worker that works, and not one that merely runs", async () => {
  const written = vi.fn(() => Promise.resolve(1));
  const db = { $executeRaw: written, workerHeartbeat: { deleteMany: () => Promise.resolve() } };
  const services = { db, workerId: "w" } as unknown as EngineServices;
  await startHeartbeat(services, () => false, fail).stop();
  expect(written).not.toHaveBeenCalled();
  await startHeartbeat(services, () => true, fail).stop();
  expect(written).toHaveBeenCalled();
});

/** Looks for due rows in a database that responds like this. */
function dispatcherOn(answer: () => Promise<unknown[]>): Dispatcher {
  const lanes = { begin: () => undefined, full: () => [] } as unknown as Lanes;
  const timing = { callsPerSecond: 5, scale: 1, providerTimeoutSeconds: 30 };
  const services = { db: { $queryRaw: answer }, settings: { timing } } as unknown as EngineServices;
  return new Dispatcher(services, lanes, 60, () => undefined);
}

it("a dispatcher whose look never ends is stuck; one whose looks fail recovers", async () => {
  const now = vi.spyOn(performance, "now").mockReturnValue(0);
  const stuck = dispatcherOn(() => new Promise(() => undefined));
  const failing = dispatcherOn(() => Promise.reject(new Error("The database is away.")));
  expect([stuck.comesRound(), failing.comesRound()]).toEqual([true, true]);
  now.mockReturnValue(61_000);
  await vi.waitFor(() => expect(failing.comesRound()).toBe(true), { timeout: 5_000 });
  expect(stuck.comesRound()).toBe(false);
  await failing.stop();
});
