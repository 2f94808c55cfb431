/** Backups of the bundled database while it runs: one every few hours, of which the newest are kept. */
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "pino";
import { Keyring } from "@/lib/crypto/keyring";
import type { Env } from "@/lib/settings/env";
import { saveToFile } from "./write-file";

const LOOK_EVERY_MS = 60_000;
/** Delay after a failed one. */
const AGAIN_MS = 3_600_000;
const NAME = /^phase-(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)Z\.jsonl$/;
const UNFINISHED = ".unfinished";

export type BackupPlan = {
  databaseUrl: string;
  keyring: Keyring;
  folder: string;
  everyHours: number;
  /** How many are kept. */
  keep: number;
};

/** From the settings. Null if nobody configured backups. */
export function planOf(env: Env): BackupPlan | null {
  const { backupIntervalHours: everyHours, backupsKept: keep, databaseUrl, dataDir } = env;
  if (everyHours === undefined) return null;
  const folder = env.backupDir ?? join(dataDir, "backups");
  return { databaseUrl, keyring: new Keyring(env.encryptionKeys), folder, everyHours, keep };
}

/**
 * Creates a backup if one is due, and removes the oldest beyond the limit. Resolves to the new one's path.
 * Null: none is due.
 */
export async function backUpIfDue(plan: BackupPlan, now: Date, signal?: AbortSignal): Promise<string | null> {
  const { folder, everyHours, keep } = plan;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const newest = (await backupsIn(folder)).at(-1);
  if (newest !== undefined && Number(now) - Number(timeOf(newest)) < everyHours * 3_600_000) return null;
  const path = join(folder, nameOf(now));
  const unfinished = path + UNFINISHED;
  try {
    await saveToFile(unfinished, plan.databaseUrl, plan.keyring, signal);
    await rename(unfinished, path);
  } finally {
    await rm(unfinished, { force: true });
  }
  for (const name of (await backupsIn(folder)).slice(0, -keep)) await rm(join(folder, name));

  return path;
}

/** Until stopped. A running backup is then given up. */
export function keepBackups(
  plan: BackupPlan,
  log: Pick<Logger, "info" | "error">,
): { stop(): Promise<void> } {
  const stopped = new AbortController();
  const { signal } = stopped;
  const round = async (): Promise<number> => {
    try {
      const path = await backUpIfDue(plan, new Date(), signal);
      if (path !== null) log.info({ path }, "Backup created");
      return LOOK_EVERY_MS;
    } catch (error) {
      if (!signal.aborted) log.error({ err: error, folder: plan.folder }, "Backup failed");
      return AGAIN_MS;
    }
  };
  const run = async () => {
    while (!signal.aborted) await delay(await round(), undefined, { signal }).catch(() => {});
  };
  const done = run();
  return {
    async stop() {
      stopped.abort();
      await done;
    },
  };
}

/** Oldest first. Other files in the folder are ignored. */
async function backupsIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => NAME.test(name)).toSorted();
}

/** Without characters that a file system may refuse. */
function nameOf(now: Date): string {
  return `phase-${now.toISOString().slice(0, 19).replaceAll(":", "-")}Z.jsonl`;
}

function timeOf(name: string): Date {
  return new Date(name.replace(NAME, "$1T$2:$3:$4Z"));
}
