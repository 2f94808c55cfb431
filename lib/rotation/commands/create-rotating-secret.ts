/** Creates a rotating secret and mints its first credential. On failure nothing is left behind: no row, no account. */
import { v7 as uuidv7 } from "uuid";
import type { CreateRotatingSecret, RotatingSecret, Schedule } from "@/lib/api/rotating-secrets";
import { findEnvironment } from "@/lib/apps/find-environment";
import { type Ctx, actorLabel } from "@/lib/context";
import { refuseDuplicate } from "@/lib/duplicate";
import { DomainError } from "@/lib/errors";
import { assertUnsealed } from "@/lib/instance";
import { OWING_STATES } from "../core/lifecycle";
import { type Claim, writeIntent } from "../engine/claim";
import { runMint } from "../engine/mint";
import { moveCredential, owedAt } from "../engine/move";
import { tell } from "../engine/operate";
import { getRotatingSecret } from "../queries/get-rotating-secret";
import { showSchedule } from "../queries/preview-schedule";
import { databaseNow, type Store, type Unit, type NewEvent } from "../store";
import { checkInterval, checkKeysFree, failureAnswer, findProject, findRoot } from "./checks";
import { settleNow } from "./settle-now";

type Input = { environmentId: string } & CreateRotatingSecret;

export async function createRotatingSecret(ctx: Ctx, input: Input): Promise<RotatingSecret> {
  await findEnvironment(ctx, input.environmentId, "rotation:manage");
  await assertUnsealed(ctx);
  checkInterval(ctx, input.rotationIntervalSeconds);
  await checkKeysFree(ctx, input.environmentId, input.outputs);
  const root = await findRoot(ctx, input.thirdPartyCredentialId);
  const project = await findProject(ctx, root, input.config.projectId);
  const id = uuidv7();
  const held: HeldEvents = { born: false, events: [] };
  const engine = { ...ctx, store: holdingEvents(ctx.store, held) };
  const claim = await insertUnborn(ctx, engine.store, id, input, project.name);
  try {
    const outcome = await refuseDuplicate(
      "key_exists",
      "An output's key stands in this environment already.",
      () => runMint(engine, claim, { complete: (unit) => giveBirth(ctx, unit, id, input, held) }),
    );
    if (outcome.kind === "exposed") return await getRotatingSecret(ctx, { id });
    if (outcome.kind === "failed") throw failureAnswer(outcome.failure);
    throw new DomainError("conflict", "The first mint took too long. What it made is deleted; try again.");
  } catch (error) {
    await bury(ctx, id, input, error);
    throw error;
  }
}

/** What a create would plan, without minting anything. */
export async function previewNewSchedule(ctx: Ctx, input: Input, count: number): Promise<Schedule> {
  await findEnvironment(ctx, input.environmentId, "rotation:manage");
  checkInterval(ctx, input.rotationIntervalSeconds);
  await checkKeysFree(ctx, input.environmentId, input.outputs);
  await findRoot(ctx, input.thirdPartyCredentialId);
  return showSchedule(
    await databaseNow(ctx.db),
    input.rotationIntervalSeconds,
    input.revocationDelaySeconds,
    count,
  );
}

/**
 * The row as if it were deleted already, with the intent of its first mint: nobody sees it, and a crash from here on
 * ends like a deletion does.
 */
async function insertUnborn(
  ctx: Ctx,
  store: Store,
  id: string,
  input: Input,
  projectName: string,
): Promise<Claim> {
  return await store.inUnit(async (unit) => {
    const secret = await unit.insertSecret({
      id,
      organisationId: ctx.actor.organisationId,
      environmentId: input.environmentId,
      thirdPartyCredentialId: input.thirdPartyCredentialId,
      provider: input.provider,
      name: input.name,
      description: input.description,
      projectId: input.config.projectId,
      projectName,
      nameTemplate: input.config.nameTemplate,
      keyLifetimeSeconds: input.config.keyLifetimeSeconds ?? null,
      rotationIntervalSeconds: input.rotationIntervalSeconds,
      revocationDelaySeconds: input.revocationDelaySeconds,
      nextRotationAt: unit.now,
      createdById: ctx.actor.kind === "user" ? ctx.actor.userId : null,
      deletedAt: unit.now,
    });
    return await writeIntent(ctx, unit, secret, actorLabel(ctx.actor));
  });
}

/** In the transaction that exposes the first credential: the secret and its outputs appear, with their history. */
async function giveBirth(ctx: Ctx, unit: Unit, id: string, input: Input, held: HeldEvents): Promise<void> {
  const secret = await unit.updateSecret(id, { deletedAt: null });
  await unit.insertOutputs(secret, input.outputs);
  held.born = true;
  const { environmentId, rotationIntervalSeconds, revocationDelaySeconds } = input;
  const detail = {
    environmentId,
    projectId: input.config.projectId,
    rotationIntervalSeconds,
    revocationDelaySeconds,
  };
  await tell(unit, ctx, secret, "created", detail);
  for (const event of held.events) await unit.recordEvent(event);
}

type HeldEvents = { born: boolean; events: NewEvent[] };

/** Events are for ever: those of a secret that may never be born wait until it is. */
function holdingEvents(store: Store, held: HeldEvents): Store {
  return {
    inUnit: (work) =>
      store.inUnit(async (unit) => {
        const recordEvent = async (event: NewEvent) => {
          if (held.born) await unit.recordEvent(event);
          else held.events.push(event);
        };
        return await work({ ...unit, recordEvent });
      }),
  };
}

/** Removes the row where nothing was made; an account keeps it, unseen, until it is gone and for the record. */
async function bury(ctx: Ctx, id: string, input: Input, error: unknown): Promise<void> {
  const code = error instanceof DomainError ? error.code : "internal";
  const owed = await ctx.store.inUnit(async (unit) => {
    await unit.lockSecret(id);
    const subject = { type: "rotating_secret", id, name: input.name };
    await unit.recordAudit(ctx, "rotating_secret.create_failed", subject, {
      code,
      environmentId: input.environmentId,
    });
    const owing = await unit.credentialsIn(id, OWING_STATES);
    for (const credential of owing) {
      if (credential.state === "MINTED")
        await moveCredential(unit, credential, "withdrawn", owedAt(unit.now));
    }
    // Nothing owed is not nothing made: where a worker has paid meanwhile, the record of it keeps the row.
    await unit.removeUnborn(id);
    return owing;
  });
  await settleNow(
    ctx,
    owed.map((credential) => credential.id),
  );
}
