import type { EngineCtx } from "../services";
import type { Action } from "@/lib/access/permissions";
import { notFound } from "@/lib/errors";
import { findRotatingSecret } from "../queries/find-rotating-secret";
import type { CredentialRow, SecretRow, Unit } from "../store/store";

type Options = { action?: Action; deletedToo?: boolean };

/**
 * Runs `work` on a rotating secret of the actor's organisation, with its row locked. Throws `not_found`,
 * `forbidden`.
 */
export async function changeSecret<Result>(
  ctx: EngineCtx,
  id: string,
  work: (unit: Unit, secret: SecretRow) => Promise<Result>,
  { action = "rotation:manage", deletedToo = false }: Options = {},
): Promise<Result> {
  await findRotatingSecret(ctx, id, action, { deletedToo });
  return await ctx.store.inUnit(
    async (unit) => {
      const secret = await unit.lockSecret(id);
      if (secret === null || (secret.deletedAt !== null && !deletedToo)) throw notFound("rotating secret");
      return await work(unit, secret);
    },
    { secretId: id },
  );
}

/** A credential of that secret, re-read under its lock. Throws `not_found`. */
export async function credentialOf(
  unit: Unit,
  secret: SecretRow,
  credentialId: string,
): Promise<CredentialRow> {
  const credential = await unit.credential(credentialId);
  if (credential === null || credential.rotatingSecretId !== secret.id) throw notFound("credential");
  return credential;
}
