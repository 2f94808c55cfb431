/** A person at the console who keeps pausing, resuming, rotating, revoking, deleting and creating. */
import { isBusy } from "@/lib/database/busy";
import { DomainError } from "@/lib/errors";
import { deleteRotatingSecret } from "@/lib/rotation/commands/delete-rotating-secret";
import { pauseRotatingSecret } from "@/lib/rotation/commands/pause-rotating-secret";
import { resumeRotatingSecret } from "@/lib/rotation/commands/resume-rotating-secret";
import { revokeCredential } from "@/lib/rotation/commands/revoke-credential";
import { rotateRotatingSecret } from "@/lib/rotation/commands/rotate-rotating-secret";
import { endKey } from "./end-key";
import type { Stage } from "./stage";

export type Operator = { stop(): Promise<void> };

const ACTIONS = [
  "pause",
  "resume",
  "resume",
  "rotate",
  "break_glass",
  "revoke",
  "replace",
  "end_key",
] as const;
const CALLS_BETWEEN = 20;

/** Acts each time the provider has heard a few calls more, until stopped. */
export function operate(stage: Stage): Operator {
  const { state } = stage;
  const stopping = new AbortController();
  const isStopping = () => stopping.signal.aborted;
  const done = run();
  // `stop` tells of it: an error that nobody waits for yet would end the process, and leave PostgreSQL behind.
  done.catch(() => {});
  async function run(): Promise<void> {
    while (!isStopping()) {
      const next = state.lastSeq + CALLS_BETWEEN;
      await state.waitFor(({ lastSeq }) => lastSeq >= next || isStopping(), 5_000).catch(() => {});
      if (!isStopping()) await actOnce(stage);
    }
  }
  return {
    async stop() {
      stopping.abort();
      state.changed();
      await done;
    },
  };
}

async function actOnce(stage: Stage): Promise<void> {
  const { ctx, db, random } = stage;
  const action = pick(random, ACTIONS);
  const secrets = await db.rotatingSecret.findMany({
    where: { deletedAt: null, ...(action === "resume" ? { pauseReason: { not: null } } : {}) },
    select: { id: true },
    orderBy: { id: "asc" },
  });
  if (secrets.length === 0) return;
  const { id } = pick(random, secrets);
  try {
    switch (action) {
      case "pause":
        await pauseRotatingSecret(ctx, { id });
        return;
      case "resume":
        await resumeRotatingSecret(ctx, { id });
        return;
      case "rotate":
        await rotateRotatingSecret(ctx, { id, mode: "graceful" });
        return;
      case "break_glass":
        await rotateRotatingSecret(ctx, { id, mode: "break_glass" });
        return;
      case "revoke": {
        const credential = await db.mintedCredential.findFirst({
          where: { rotatingSecretId: id, state: { in: ["EXPIRING", "REVOKING", "UNKNOWN"] } },
        });
        if (credential !== null) await revokeCredential(ctx, { id, credentialId: credential.id });
        return;
      }
      case "end_key": {
        const where = { rotatingSecretId: id, state: "ACTIVE" } as const;
        const { keyId } = (await db.mintedCredential.findFirst({ where })) ?? { keyId: null };
        const how = pick(random, ["delete", "disable", { expiresInSeconds: 1 }] as const);
        if (keyId !== null) endKey(stage.state, keyId, how);
        return;
      }
      case "replace":
        await deleteRotatingSecret(ctx, { id });
        await stage.createSecret();
        return;
    }
  } catch (error) {
    // The provider's faults and a frozen worker's locks affect the operator as well. Any other error is a
    // bug.
    if (!(error instanceof DomainError) && !isBusy(error)) throw error;
  }
}

function pick<Item>(random: () => number, items: readonly Item[]): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error("Nothing to pick from.");
  return item;
}
