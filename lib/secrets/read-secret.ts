import { createHash } from "node:crypto";
import type * as z from "zod";
import type { secretValueSchema } from "@/lib/api/secrets";
import { authorise } from "@/lib/access/permissions";
import { recordInBatch } from "@/lib/audit-log/record-in-batch";
import { seesKey } from "@/lib/access/reach";
import type { Ctx } from "@/lib/access/context";
import { DomainError, notFound } from "@/lib/errors";
import { noteReaders } from "./note-readers";
import { baseUrlOf, openRow, type ValueRow, valueRowOfKey } from "./value-rows";

export type ReadSecret = {
  environmentId: string;
  key: string;
  /** Whether the caller already has the value of this tag. Left out: no caller has. */
  isKnown?: (tag: string) => boolean;
};
/** `secret` is null if the caller already has this value. */
export type ReadSecretAnswer = {
  tag: string;
  secret: z.infer<typeof secretValueSchema> | null;
  goodForSeconds: number | null;
};

/**
 * One value, decrypted only after its audit entry is stored. A value that the caller already has is neither
 * decrypted nor recorded.
 */
export async function readSecret(ctx: Ctx, input: ReadSecret): Promise<ReadSecretAnswer> {
  const { environmentId, key, isKnown = () => false } = input;
  authorise(ctx.actor, "secrets:read", environmentId);
  const { organisationId } = ctx.actor;
  // A key outside of the caller's limits looks like a missing one.
  const row = seesKey(ctx.actor, key)
    ? await valueRowOfKey(ctx.db, organisationId, environmentId, key)
    : null;
  // A row without a value at the moment isn't among the environment's values either.
  if (row === null || (row.envelope ?? row.credentialId) === null) throw await missing(ctx, input);
  const tag = tagOf(ctx, row);
  const goodForSeconds = row.credentialId === null ? null : row.goodForSeconds;
  if (isKnown(tag)) return { tag, secret: null, goodForSeconds };
  await recordInBatch(ctx.db, ctx, "secret.value_read", { id: row.id, name: row.key }, { environmentId });
  const value = await openRow(ctx, organisationId, row);
  if (value === null) throw await missing(ctx, input);
  if (row.credentialId !== null) noteReaders(ctx, [row.credentialId]);
  return { tag, secret: { key: row.key, value, version: row.version }, goodForSeconds };
}

async function missing({ db, actor }: Ctx, { environmentId, key }: ReadSecret): Promise<DomainError> {
  const { organisationId } = actor;
  const environment = await db.environment.findFirst({
    where: { id: environmentId, app: { organisationId } },
    select: { name: true, app: { select: { name: true } } },
  });
  if (environment === null) return notFound("environment");
  const { app, name } = environment;
  return new DomainError("not_found", `${app.name}/${name} has no secret named ${key}.`);
}

/** Changes whenever the value does: with a new version, another credential, or a changed URL setting. */
function tagOf({ providers }: Ctx, row: ValueRow): string {
  const address = row.output === "base_url" ? baseUrlOf(providers, row) : null;
  const state = JSON.stringify([row.id, row.key, row.version, row.credentialId, address]);
  return createHash("sha256").update(state).digest("hex");
}
