import type { Ctx } from "@/lib/context";
import { staticSecretPlace } from "@/lib/crypto/places";
import { seal } from "@/lib/crypto/sealed";
import { DomainError } from "@/lib/errors";

/** The envelope of a static secret's value. Throws `sealed` rather than write under a key ring that is not the one in use. */
export async function sealValue(ctx: Ctx, secretId: string, value: string): Promise<string> {
  if (ctx.sealedBecause !== null) throw new DomainError("sealed", ctx.sealedBecause);
  return await seal(ctx.keyring, staticSecretPlace(secretId, ctx.actor.organisationId), value);
}
