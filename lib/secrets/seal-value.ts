import type { Ctx } from "@/lib/access/context";
import { staticSecretPlace } from "@/lib/crypto/places";
import { seal } from "@/lib/crypto/sealed";
import { assertUnsealed } from "@/lib/instance";

/** The envelope of a static secret's value. Throws `sealed` rather than write under a key ring that is not the one in use. */
export async function sealValue(ctx: Ctx, secretId: string, value: string): Promise<string> {
  await assertUnsealed(ctx);
  return await seal(ctx.keyring, staticSecretPlace(secretId, ctx.actor.organisationId), value);
}
