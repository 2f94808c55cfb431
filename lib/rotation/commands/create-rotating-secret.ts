/**
 * Creates a rotating secret and mints its first credential. A failure leaves nothing visible behind, and no
 * account.
 */
import type { EngineCtx } from "../services";
import { v7 as uuidv7 } from "uuid";
import type { CreateRotatingSecret, Schedule } from "@/lib/api/rotating-secrets";
import type { RotatedSecret } from "@/lib/api/rotations";
import type { Project } from "@/lib/providers/provider";
import { findEnvironment } from "@/lib/apps/find-environment";
import { storedLabels } from "@/lib/formats/labels";
import { DomainError } from "@/lib/errors";
import { assertUnsealed } from "@/lib/instance/instance";
import { abandonIn, beginIn, type Creation } from "../engine/create";
import { runMint } from "../engine/mint";
import { showSchedule } from "../queries/preview-schedule";
import { databaseNow } from "@/lib/db";
import {
  checkInterval,
  checkKeysFree,
  checkNameFree,
  failureAnswer,
  findProject,
  findRoot,
  holdRoot,
  refuseTaken,
} from "./checks";
import { settleNow } from "./settle-now";
import { withRotation } from "./with-rotation";

type Input = { environmentId: string } & CreateRotatingSecret;

export async function createRotatingSecret(ctx: EngineCtx, input: Input): Promise<RotatedSecret> {
  await findEnvironment(ctx, input.environmentId, "rotation:manage");
  await assertUnsealed(ctx);
  checkInterval(ctx, input.rotationIntervalSeconds);
  await checkNameFree(ctx, input);
  await checkKeysFree(ctx, input.environmentId, input.outputs);
  const root = await findRoot(ctx, input.thirdPartyCredentialId, input.environmentId);
  const project = await findProject(ctx, root, input.config.projectId);
  const creation = creationOf(ctx, input, project);
  const { id } = creation;
  const claim = await ctx.store.inUnit(async (unit) => {
    await holdRoot(unit, creation.thirdPartyCredentialId, creation);
    return await beginIn(ctx, unit, ctx, creation, input.outputs);
  });
  try {
    const outcome = await refuseTaken(ctx, input, () => runMint(ctx, claim));
    if (outcome.kind === "exposed") return await createdSecret(ctx, id);
    if (outcome.kind === "failed") throw failureAnswer(outcome.failure);
    throw new DomainError(
      "conflict",
      "Creating the first key took too long. Phase is deleting it. Try again.",
    );
  } catch (error) {
    const code = error instanceof DomainError ? error.code : "internal";
    const owed = await ctx.store.inUnit((unit) => abandonIn(unit, ctx, creation, code));
    if (owed === null) return await createdSecret(ctx, id);
    await settleNow(ctx, owed);
    throw error;
  }
}

/** With its first rotation, which the creation event requested. */
async function createdSecret(ctx: EngineCtx, id: string): Promise<RotatedSecret> {
  const asked = { rotatingSecretId: id, type: "rotating_secret.created" };
  const event = await ctx.db.event.findFirst({ where: asked, select: { id: true } });
  return await withRotation(ctx, id, event?.id ?? null);
}

/** What a creation would plan, without minting anything. */
export async function previewNewSchedule(ctx: EngineCtx, input: Input, count: number): Promise<Schedule> {
  await findEnvironment(ctx, input.environmentId, "rotation:manage");
  checkInterval(ctx, input.rotationIntervalSeconds);
  await checkNameFree(ctx, input);
  await checkKeysFree(ctx, input.environmentId, input.outputs);
  await findRoot(ctx, input.thirdPartyCredentialId, input.environmentId);
  return showSchedule(await databaseNow(ctx.db), input, count);
}

function creationOf({ actor }: EngineCtx, input: Input, project: Project): Creation {
  return {
    id: uuidv7(),
    organisationId: actor.organisationId,
    environmentId: input.environmentId,
    thirdPartyCredentialId: input.thirdPartyCredentialId,
    provider: input.provider,
    name: input.name,
    description: input.description,
    labels: storedLabels(input.labels ?? {}),
    projectId: input.config.projectId,
    projectName: project.name,
    projectResidency: project.residency,
    nameTemplate: input.config.nameTemplate,
    keyLifetimeSeconds: input.config.keyLifetimeSeconds ?? null,
    rotationIntervalSeconds: input.rotationIntervalSeconds,
    revocationDelaySeconds: input.revocationDelaySeconds,
    createdByUserId: actor.kind === "user" ? actor.userId : null,
  };
}
