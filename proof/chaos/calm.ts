/** The end of a run: all faults are over, and the workers alone must repair what the chaos left. */
import { setTimeout as delay } from "node:timers/promises";
import { pauseRotatingSecret } from "@/lib/rotation/commands/pause-rotating-secret";
import { untold } from "./account-invariants";
import { endKey } from "./end-key";
import { violations } from "./invariants";
import type { Violation } from "./violation";
import { observe } from "./observe";
import type { Observation } from "./observation";
import type { Stage } from "./stage";

const LOOK_EVERY_MS = 200;
/** One for each way in which a key ends. */
export const SLEEPERS = 3;

export type Verdict = { observation: Observation; violations: Violation[] };

/**
 * Waits until every secret that isn't paused has rotated once more since `calmSince`, then pauses all of them
 * and waits until nothing is outstanding. Anything not repaired within `withinMs` is a violation.
 */
export async function comeToRest(stage: Stage, withinMs: number, calmSince = new Date()): Promise<Verdict> {
  const { db, ctx } = stage;
  const unpaused = { deletedAt: null, pauseReason: null } as const;
  await endSleepersKeys(stage);
  const rotatedSince = { state: "ACTIVE", exposedAt: { gt: calmSince } } as const;
  const behind = { where: { ...unpaused, credentials: { none: rotatedSince } }, select: { id: true } };
  await until(withinMs, async () => (await db.rotatingSecret.findMany(behind)).length === 0);
  const late = await db.rotatingSecret.findMany(behind);
  for (const { id } of await db.rotatingSecret.findMany({ where: unpaused })) {
    await pauseRotatingSecret(ctx, { id });
  }
  await until(withinMs, async () => {
    const passing = ["SENDING", "MINTED", "UNKNOWN", "EXPIRING", "REVOKING"] as const;
    return (await db.mintedCredential.count({ where: { state: { in: [...passing] } } })) === 0;
  });
  await until(withinMs, async () => untold(await observe(stage)).length === 0);
  const observation = await observe(stage);
  return {
    observation,
    violations: [
      ...late.map(({ id }): Violation => ({ invariant: "I9", subject: id, text: "did not rotate again" })),
      ...violations(observation, { quiet: true, latestRevocationMs: null }),
    ],
  };
}

/** One of each kind: these keys are replaced in time only if someone notices. */
async function endSleepersKeys({ db, state, sleeperIds }: Stage): Promise<void> {
  state.configure({ listDisabledKeys: true });
  const ends = ["delete", "disable", { expiresInSeconds: 1 }] as const;
  for (const [index, rotatingSecretId] of sleeperIds.entries()) {
    const where = { rotatingSecretId, state: "ACTIVE" } as const;
    const { keyId } = (await db.mintedCredential.findFirst({ where })) ?? { keyId: null };
    if (keyId !== null) endKey(state, keyId, ends[index % ends.length] ?? "delete");
  }
}

/** True as soon as `isSo`; false when the time is up. */
export async function until(withinMs: number, isSo: () => Promise<boolean>): Promise<boolean> {
  const end = performance.now() + withinMs;
  while (!(await isSo())) {
    if (performance.now() > end) return false;
    await delay(LOOK_EVERY_MS);
  }
  return true;
}
