import type { EngineCtx } from "../services";
import type { MintedCredential } from "@/lib/api/rotating-secrets";
import { forgetIn } from "../engine/operate";
import { getCredential } from "../queries/get-credential";
import { changeSecret, credentialOf } from "./change";

type Input = { id: string; credentialId: string; reason: string };

/**
 * For an account that nobody can delete any more (its organisation is gone). Throws `conflict` if no
 * revocation is outstanding.
 */
export async function forgetCredential(
  ctx: EngineCtx,
  { id, credentialId, reason }: Input,
): Promise<MintedCredential> {
  await changeSecret(
    ctx,
    id,
    async (unit, secret) =>
      await forgetIn(unit, ctx, secret, await credentialOf(unit, secret, credentialId), reason),
    { deletedToo: true },
  );
  return await getCredential(ctx, credentialId);
}
