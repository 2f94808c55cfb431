/**
 * A rotating secret while it is being created. Until its first key is current, its row is marked as deleted:
 * nobody sees it, no schedule runs, and any failure ends like a deletion.
 */
import { actorLabel } from "@/lib/access/context";
import type { Unit } from "../store/store";
import type { By } from "@/lib/access/context";
import type { Outputs } from "../store/outputs";
import type { NewSecret } from "../store/new-rows";
import type { Engine } from "../services";
import { type Claim, writeIntent } from "./claim";
import { withdrawAll } from "./operate";

export type Creation = Omit<NewSecret, "nextRotationAt" | "deletedAt">;

/** Writes the row with the intent of its first mint. The process that performs the claim makes the secret appear. */
export async function beginIn(
  engine: Engine,
  unit: Unit,
  by: By,
  creation: Creation,
  outputs: Outputs,
): Promise<Claim> {
  const secret = await unit.insertRotatingSecret({
    ...creation,
    nextRotationAt: unit.now,
    deletedAt: unit.now,
  });
  const { id, name, environmentId, projectId, rotationIntervalSeconds, revocationDelaySeconds } = secret;
  const detail = { environmentId, projectId, rotationIntervalSeconds, revocationDelaySeconds };
  const actor = actorLabel(by.actor);
  const type = "rotating_secret.created";
  const rotationId = await unit.recordEvent({ rotatingSecretId: id, type, actor, origin: by.origin, detail });
  await unit.updateSecret(id, { rotationId });
  const claim = await writeIntent(engine, unit, secret, "first_key", actor);
  const complete = async (exposing: Unit) => {
    await exposing.insertOutputs(await exposing.updateSecret(id, { deletedAt: null }), outputs);
    await exposing.recordAudit(by, type, { id, name }, detail);
  };
  return { ...claim, urgency: "urgent", lateSeconds: null, complete };
}

/**
 * The first mint failed, so the row stays hidden. Returns the outstanding work. Null if the secret exists
 * after all.
 */
export async function abandonIn(
  unit: Unit,
  by: By,
  { id, name, environmentId }: Creation,
  code: string,
): Promise<string[] | null> {
  const secret = await unit.lockSecret(id);
  // The exposing transaction was committed, and only its response was lost.
  if (secret?.deletedAt === null) return null;
  await unit.recordAudit(by, "rotating_secret.create_failed", { id, name }, { code, environmentId });
  return await withdrawAll(unit, by, id);
}
