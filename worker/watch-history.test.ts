import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { ensureInstance } from "@/lib/instance/instance";
import { metricsText } from "@/lib/http/metrics";
import { memoryIn, type PositionMemory } from "@/lib/history/memory";
import { readPosition } from "@/lib/history/position";
import { claimDueInventories, takeInventory } from "@/lib/rotation/engine/inventory";
import { addWatches, claimLooks } from "@/lib/rotation/engine/key-watch";
import { type Harness, startHarness } from "@/proof/harness/harness";
import { watchHistory } from "./watch-history";

let harness: Harness;
let dataDir: string;
beforeAll(async () => {
  harness = await startHarness();
  await ensureInstance(harness.db, harness.ctx.keyring);
});
afterAll(() => harness.stop());
beforeEach(async () => {
  dataDir = join(tmpdir(), `phase-history-${randomBytes(4).toString("hex")}`);
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

/** A worker's start with a remembered position: whether it finds a recent inventory due. */
async function isDueAfterStart(memory: PositionMemory = memoryIn(dataDir)): Promise<boolean> {
  await harness.db.thirdPartyCredential.updateMany({
    data: { inventoriedAt: new Date(), inventoryDueAt: new Date(Date.now() + 86_400_000) },
  });
  const failures: unknown[] = [];
  const loop = await watchHistory(
    harness.ctx,
    memory,
    () => {},
    (error) => failures.push(error),
  );
  await loop.stop();
  expect(failures).toEqual([]);
  return (await claimDueInventories(harness.ctx)).length === 1;
}

it("trusts a database only as far back as it remembers", async () => {
  expect(await isDueAfterStart()).toBe(true);
  expect(await isDueAfterStart()).toBe(false);
  // A dump is restored into the same database, on the same server.
  await harness.db.instance.updateMany({ data: { looks: 0 } });
  expect(await isDueAfterStart()).toBe(true);
  expect(await isDueAfterStart()).toBe(false);
  await writeFile(join(dataDir, "database-position.json"), "{");
  expect(await isDueAfterStart()).toBe(true);
});

it("doubts running mints after a loss, but not after an ordinary restart", async () => {
  const { db } = harness;
  const { id } = await harness.create();
  const [credential] = await harness.credentials(id);
  const mayBeInUse = async () => {
    await isDueAfterStart();
    const row = await db.mintedCredential.findUniqueOrThrow({ where: { id: credential?.id ?? "" } });
    return row.revokeAt !== null;
  };
  await db.mintedCredential.updateMany({ where: { rotatingSecretId: id }, data: { state: "SENDING" } });
  expect(await mayBeInUse()).toBe(false);
  const memory = memoryIn(dataDir);
  const position = await memory.recall();
  if (position === null) throw new Error("Nothing was kept.");
  await memory.keep({ ...position, serverStartedAt: "2026-01-01 00:00:00+00" });
  expect(await mayBeInUse()).toBe(false);
  await memory.keep({ ...position, looks: "9007199254740993" });
  expect(await mayBeInUse()).toBe(true);
});

it("doesn't mistake a concurrently starting worker's look for a loss", async () => {
  await isDueAfterStart();
  const memory = memoryIn(dataDir);
  const besides: PositionMemory = {
    ...memory,
    async recall() {
      const position = await readPosition(harness.db);
      if (position !== null) await memory.keep(position);
      return await memory.recall();
    },
  };
  expect(await isDueAfterStart(besides)).toBe(false);
});

it("removes a killed process's partial file, and no file being written", async () => {
  await isDueAfterStart();
  const [old, fresh] = ["1", "2"].map((nth) => `database-position.json.${nth}.new`);
  for (const name of [old, fresh]) await writeFile(join(dataDir, name ?? ""), "");
  const longAgo = new Date(Date.now() - 120_000);
  await utimes(join(dataDir, old ?? ""), longAgo, longAgo);
  await isDueAfterStart();
  expect(await readdir(dataDir)).toEqual(["database-position.json", fresh]);
});

it("keeps its memory readable only by its owner, and leaves nothing half-written", async () => {
  await isDueAfterStart();
  expect(await readdir(dataDir)).toEqual(["database-position.json"]);
  expect((await stat(join(dataDir, "database-position.json"))).mode & 0o777).toBe(0o600);
});

it("starts if nothing can be stored, and then trusts nothing", async () => {
  const file = await mkdtemp(join(tmpdir(), "phase-history-"));
  const notAFolder = join(file, "file");
  await writeFile(notAFolder, "");
  expect(await isDueAfterStart(memoryIn(join(notAFolder, "data")))).toBe(true);
  expect(await isDueAfterStart(memoryIn(join(notAFolder, "data")))).toBe(true);
  await rm(file, { recursive: true });
});

it("counts the admin keys not compared since then, until they are", async () => {
  expect(await isDueAfterStart()).toBe(true);
  expect(await metricsText(harness.ctx)).toContain("phase_admin_keys_uncompared 1");
  await takeInventory(harness.ctx, harness.root.id);
  expect(await metricsText(harness.ctx)).toContain("phase_admin_keys_uncompared 0");
});

it("runs a second inventory when listings show the newest accounts", async () => {
  expect(await isDueAfterStart()).toBe(true);
  await takeInventory(harness.ctx, harness.root.id);
  const { historyLostAt } = await harness.db.instance.findUniqueOrThrow({ where: { id: 1 } });
  const [root] = await harness.db.thirdPartyCredential.findMany();
  expect((root?.inventoryDueAt.getTime() ?? 0) - (historyLostAt?.getTime() ?? 0)).toBe(600_000);
});

it("has every current key checked", async () => {
  await harness.create();
  await addWatches(harness.ctx);
  await harness.db.keyWatch.updateMany({ data: { dueAt: new Date(Date.now() + 60_000) } });
  expect(await claimLooks(harness.ctx)).toEqual([]);
  await isDueAfterStart();
  expect(await claimLooks(harness.ctx)).toHaveLength(1);
});
