/** Changes the key ring under load: values move while they are read, written and minted, and the mover is killed. */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { v7 as uuidv7 } from "uuid";
import { Keyring } from "@/lib/crypto/keyring";
import { staticSecretPlace } from "@/lib/crypto/places";
import { countKeyUse } from "@/lib/crypto/rewrap";
import { open, seal } from "@/lib/crypto/sealed";
import { TYPESCRIPT } from "@/installation/programs/programs";
import type { Cluster } from "./cluster";
import { keepRunning } from "./keep-running";
import type { Result } from "./result";
import { CHAOS_OPTIONS, type Stage, withStage } from "./stage";
import { ROOT } from "@/installation/root";
import type { WorkerBundles } from "./worker-bundle";

const VALUES = 10_000;
const SEALED_AT_ONCE = 500;
/** A worker with the right key ring would have rotated something by then. */
const SEALED_RUNS_MS = 6_000;

/** Kills `phase keys rotate` `kills` times over 10,000 values, lets it end, then starts a worker with a wrong key ring. */
export async function changeKey(
  cluster: Cluster,
  { worker }: WorkerBundles,
  seed: number,
  kills: number,
): Promise<Result> {
  return await withStage(cluster, worker, { ...CHAOS_OPTIONS, seed, secrets: 6 }, async (stage) => {
    const { db, random, workerEnv } = stage;
    const k2 = `k2:${randomBytes(32).toString("base64")}`;
    const both = `${k2},${workerEnv.PHASE_ENCRYPTION_KEYS}`;
    const ids = await insertValues(stage);
    const crew = await keepRunning(stage, 2, { PHASE_ENCRYPTION_KEYS: both });
    const load = readAndWrite(stage, ringOf(both), ids);

    for (let kill = 0; kill < kills; kill++) {
      const command = startRotation(workerEnv, both);
      await Promise.race([once(command.stderr, "data"), once(command, "exit")]);
      await delay(random() * 50);
      command.kill("SIGKILL");
      await once(command, "close");
    }
    const movedWhenKilled = VALUES - (await countOf(stage, "k1", "secret.envelope"));
    const last = startRotation(workerEnv, both);
    const [code] = (await once(last, "close")) as [number | null];
    const { reads, writes, failed } = await load.stop();
    await crew.stop();

    const k1Left = await countOf(stage, "k1");
    const alone = ringOf(k2);
    let unreadable = 0;
    for (const row of await db.secret.findMany({ where: { id: { in: ids } } })) {
      if ((await valueOf(stage, alone, row)) === null) unreadable += 1;
    }
    const wrong = await startWithWrongKey(stage);
    const problems = {
      "last exit code": Number(code),
      "failed reads": failed,
      unreadable,
      "k1 left": k1Left,
    };
    return {
      goal: "G8 key changed",
      seed,
      figures: { kills, "moved by the killed": movedWhenKilled, reads, writes, ...problems, ...wrong },
      violations: Object.entries({ ...problems, "calls while sealed": wrong["calls while sealed"] }).flatMap(
        ([subject, count]) =>
          count === 0 ? [] : [{ invariant: "I1" as const, subject, text: `${count} instead of 0` }],
      ),
    };
  });
}

function ringOf(setting: string): Keyring {
  return new Keyring(
    setting.split(",").map((entry) => {
      const [id = "", key = ""] = entry.split(/:(.*)/s);
      return { id, key: Buffer.from(key, "base64") };
    }),
  );
}

function startRotation(workerEnv: Record<string, string>, ring: string) {
  return spawn(process.execPath, [...TYPESCRIPT, "cli/main.ts", "keys", "rotate"], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, NODE_ENV: "production", ...workerEnv, PHASE_ENCRYPTION_KEYS: ring },
    stdio: ["ignore", "ignore", "pipe"],
  });
}

async function insertValues({ db, ctx }: Stage): Promise<string[]> {
  const { id: environmentId } = await db.environment.findFirstOrThrow();
  const ids = Array.from({ length: VALUES }, () => uuidv7());
  for (let from = 0; from < ids.length; from += SEALED_AT_ONCE) {
    const rows = ids.slice(from, from + SEALED_AT_ONCE).map(async (id) => {
      const envelope = await seal(ctx.keyring, staticSecretPlace(id, ctx.actor.organisationId), id);
      return { id, environmentId, key: `KEY_${id.replaceAll("-", "")}`, envelope };
    });
    await db.secret.createMany({ data: await Promise.all(rows) });
  }
  return ids;
}

/** Reads and writes values like the web, with a ring that has both keys, until stopped. */
function readAndWrite(stage: Stage, ring: Keyring, ids: readonly string[]) {
  const { db, ctx, random } = stage;
  const counts = { reads: 0, writes: 0, failed: 0 };
  let isOver = false;
  const done = run();
  async function run(): Promise<void> {
    while (!isOver) {
      const id = ids[Math.floor(random() * ids.length)] ?? "";
      const row = await db.secret.findUniqueOrThrow({ where: { id } });
      counts.reads += 1;
      if ((await valueOf(stage, ring, row)) !== id) counts.failed += 1;
      if (random() < 0.2) {
        const envelope = await seal(ring, staticSecretPlace(id, ctx.actor.organisationId), id);
        await db.secret.update({ where: { id }, data: { envelope, version: { increment: 1 } } });
        counts.writes += 1;
      }
    }
  }
  return {
    async stop() {
      isOver = true;
      await done;
      return counts;
    },
  };
}

/** Null if the ring can't decrypt it. */
async function valueOf(
  { ctx }: Stage,
  ring: Keyring,
  { id, envelope }: { id: string; envelope: string | null },
): Promise<string | null> {
  return await open(ring, staticSecretPlace(id, ctx.actor.organisationId), envelope ?? "").catch(() => null);
}

async function countOf({ db }: Stage, keyId: string, place?: string): Promise<number> {
  const counts = (await countKeyUse(db)).get(keyId) ?? new Map<string, number>();
  if (place !== undefined) return counts.get(place) ?? 0;
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

async function startWithWrongKey(stage: Stage) {
  const before = stage.state.lastSeq;
  const startedAt = performance.now();
  const sealed = stage.startWorker({ PHASE_ENCRYPTION_KEYS: `k2:${randomBytes(32).toString("base64")}` });
  await sealed.ready;
  const readyAfter = (performance.now() - startedAt) / 1000;
  await stage.state.waitFor(({ lastSeq }) => lastSeq > before, SEALED_RUNS_MS).catch(() => {});
  sealed.signal("SIGTERM");
  await sealed.ended;
  return { "sealed worker ready after s": readyAfter, "calls while sealed": stage.state.lastSeq - before };
}
