/** Edits a rotating secret. A running rotation keeps its values, and an expiring key keeps its time. */
import { rotatingSecretTag } from "@/lib/requests/tags";
import { requireMatch } from "@/lib/requests/etag";
import type { EngineCtx } from "../services";
import type { RotatingSecret, UpdateRotatingSecret } from "@/lib/api/rotating-secrets";
import { DELAY_TOO_LONG, LIFETIME_TOO_SHORT } from "@/lib/api/rotating-secrets";
import { changesBetween } from "@/lib/audit-log/changes";
import { labelFields, storedLabels } from "@/lib/formats/labels";
import { DomainError } from "@/lib/errors";
import { assertUnsealed } from "@/lib/instance/instance";
import { dueAt, successorDueAt } from "../core/schedule";
import { type Cadence, outlives } from "@/lib/providers/key-lifetime";
import { recordOperation } from "../engine/operate";
import { findRotatingSecret } from "../queries/find-rotating-secret";
import { getRotatingSecret } from "../queries/get-rotating-secret";
import { showEditable } from "../queries/show";
import type { SecretRow, Unit } from "../store/store";
import type { Outputs } from "../store/outputs";
import { outputEntries } from "../store/outputs";
import { changeSecret } from "./change";
import {
  checkInterval,
  checkKeysFree,
  checkNameFree,
  findProject,
  findRoot,
  holdRoot,
  refuseInput,
  refuseTaken,
} from "./checks";

type Input = { id: string } & UpdateRotatingSecret;

export async function updateRotatingSecret(ctx: EngineCtx, input: Input): Promise<RotatingSecret> {
  await edit(ctx, input);
  return await getRotatingSecret(ctx, input);
}

/** Checks and refuses all that the edit would, and shows what it would make. Nothing is changed. */
export async function previewUpdate(ctx: EngineCtx, input: Input): Promise<RotatingSecret> {
  try {
    await edit(ctx, input, (row, outputs) => {
      throw new Preview(row, outputs);
    });
  } catch (error) {
    if (!(error instanceof Preview)) throw error;
    const shown = await getRotatingSecret(ctx, input);
    return { ...shown, ...showEditable(error.row), outputs: error.outputs ?? shown.outputs };
  }
  throw new Error("The preview of an edit changed something.");
}

/** Undoes the unit in which it is thrown. */
class Preview extends Error {
  constructor(
    readonly row: SecretRow,
    readonly outputs: UpdateRotatingSecret["outputs"],
  ) {
    super("This was a preview.");
  }
}

/** `end` runs last, with what was written. */
async function edit(
  ctx: EngineCtx,
  { id, ...input }: Input,
  end: (row: SecretRow, outputs: UpdateRotatingSecret["outputs"]) => void = () => {},
): Promise<void> {
  const before = await findRotatingSecret(ctx, id, "rotation:manage");
  if (input.rotationIntervalSeconds !== undefined) checkInterval(ctx, input.rotationIntervalSeconds);
  const wanted = { environmentId: before.environmentId, name: input.name, own: id };
  await checkNameFree(ctx, wanted);
  if (input.outputs !== undefined && before.environmentId !== null) {
    await checkKeysFree(ctx, before.environmentId, input.outputs, id);
  }
  const target = await targetPatch(ctx, before, input);
  await refuseTaken(ctx, wanted, () =>
    changeSecret(ctx, id, async (unit, secret) => {
      if (input.version !== undefined && input.version !== secret.version) throw stale();
      requireMatch(ctx, rotatingSecretTag(secret));
      const schedule = await schedulePatch(unit, secret, input);
      checkLifetime(secret, input);
      if (target.thirdPartyCredentialId !== undefined) {
        await holdRoot(unit, target.thirdPartyCredentialId, { ...secret, ...target });
      }
      const patch = { ...schedule, ...target, ...named(input) };
      const updated = await unit.updateSecret(id, {
        ...patch,
        version: secret.version + 1,
        updatedAt: unit.now,
      });
      const replaced = input.outputs === undefined ? {} : await unit.replaceOutputs(updated, input.outputs);
      const changes = [
        ...changesBetween(editable(secret), editable(updated)),
        ...changesBetween(outputFields(replaced), outputFields(input.outputs ?? {})),
      ];
      await recordOperation(unit, ctx, updated, "rotating_secret.updated", { changes });
      if (updated.pauseReason === null) await unit.wakeMint(id, dueAt(updated));
      end(updated, input.outputs);
    }),
  );
}

function stale(): DomainError {
  return new DomainError("stale", "Someone else changed the rotating secret. Reload it, then edit.");
}

function named({ name, description, labels, config }: UpdateRotatingSecret): Partial<SecretRow> {
  return {
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...(labels === undefined ? {} : { labels: storedLabels(labels) }),
    ...(config?.nameTemplate === undefined ? {} : { nameTemplate: config.nameTemplate }),
    ...(config?.keyLifetimeSeconds === undefined ? {} : { keyLifetimeSeconds: config.keyLifetimeSeconds }),
  };
}

/** The editable fields, under their API names. */
function editable(secret: SecretRow) {
  return {
    name: secret.name,
    description: secret.description,
    ...labelFields(secret.labels),
    thirdPartyCredentialId: secret.thirdPartyCredentialId,
    "config.projectId": secret.projectId,
    "config.nameTemplate": secret.nameTemplate,
    "config.keyLifetimeSeconds": secret.keyLifetimeSeconds,
    rotationIntervalSeconds: secret.rotationIntervalSeconds,
    revocationDelaySeconds: secret.revocationDelaySeconds,
  };
}

function outputFields(outputs: Outputs): Record<string, string> {
  return Object.fromEntries(outputEntries(outputs).map(([output, key]) => [`outputs.${output}`, key]));
}

/** Throws `invalid_input` if keys would expire before their overlap ends. */
function checkLifetime(secret: SecretRow, input: UpdateRotatingSecret): void {
  const lifetime = input.config?.keyLifetimeSeconds;
  const keyLifetimeSeconds = lifetime === undefined ? secret.keyLifetimeSeconds : lifetime;
  if (outlives(keyLifetimeSeconds, cadenceAfter(secret, input))) return;
  throw refuseInput("config.keyLifetimeSeconds", LIFETIME_TOO_SHORT);
}

/** If the project or admin key changes, checks with the provider that the two fit before anything is changed. */
async function targetPatch(
  ctx: EngineCtx,
  before: SecretRow,
  input: UpdateRotatingSecret,
): Promise<Partial<SecretRow>> {
  const projectId = input.config?.projectId ?? before.projectId;
  const thirdPartyCredentialId = input.thirdPartyCredentialId ?? before.thirdPartyCredentialId;
  if (projectId === before.projectId && thirdPartyCredentialId === before.thirdPartyCredentialId) return {};
  await assertUnsealed(ctx);
  const root = await findRoot(ctx, thirdPartyCredentialId, before.environmentId);
  if (root.provider !== before.provider) {
    throw refuseInput("thirdPartyCredentialId", "The third-party credential belongs to another provider.");
  }
  const project = await findProject(ctx, root, projectId);
  return {
    thirdPartyCredentialId,
    projectId: project.id,
    projectName: project.name,
    projectResidency: project.residency,
  };
}

/** A new interval counts from the time when the current key became current. */
export async function schedulePatch(
  unit: Unit,
  secret: SecretRow,
  input: UpdateRotatingSecret,
): Promise<Partial<SecretRow>> {
  const cadence = cadenceAfter(secret, input);
  const { rotationIntervalSeconds: interval, revocationDelaySeconds: delay } = cadence;
  if (delay >= interval) throw refuseInput("revocationDelaySeconds", DELAY_TOO_LONG);
  const sameInterval = interval === secret.rotationIntervalSeconds;
  if (sameInterval && delay === secret.revocationDelaySeconds) return {};
  const [active] = await unit.credentialsIn(secret.id, ["ACTIVE"]);
  const keyExpiresAt = active?.keyExpiresAt ?? null;
  if (sameInterval && keyExpiresAt === null) return { revocationDelaySeconds: delay };
  return { ...cadence, nextRotationAt: successorDueAt(active?.exposedAt ?? unit.now, cadence, keyExpiresAt) };
}

function cadenceAfter(secret: SecretRow, input: UpdateRotatingSecret): Cadence {
  return {
    rotationIntervalSeconds: input.rotationIntervalSeconds ?? secret.rotationIntervalSeconds,
    revocationDelaySeconds: input.revocationDelaySeconds ?? secret.revocationDelaySeconds,
  };
}
