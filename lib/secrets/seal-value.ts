import type { Ctx } from "@/lib/access/context";
import { staticSecretPlace } from "@/lib/crypto/places";
import { seal } from "@/lib/crypto/sealed";
import { assertUnsealed } from "@/lib/instance/instance";

/**
 * The envelope of a static secret's value. Throws `sealed` rather than encrypt under a key ring that isn't
 * the one in use.
 */
export async function sealValue(ctx: Ctx, secretId: string, value: string): Promise<string> {
  return await (
    await sealer(ctx)
  )(secretId, value);
}

/** The same for many values, with one database check whether they may be encrypted. */
export async function sealer(ctx: Ctx): Promise<(secretId: string, value: string) => Promise<string>> {
  await assertUnsealed(ctx);
  const { organisationId } = ctx.actor;
  return async (id, value) => await seal(ctx.keyring, staticSecretPlace(id, organisationId), value);
}
