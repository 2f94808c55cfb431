import type { EngineCtx } from "../services";
import type { MintedCredential } from "@/lib/api/rotating-secrets";
import { revokeIn } from "../engine/operate";
import { getCredential } from "../queries/get-credential";
import { changeSecret, credentialOf } from "./change";
import { settleNow } from "./settle-now";

type Input = { id: string; credentialId: string };

/** Before its delay is over, or again after a failure. Throws `credential_active`, `rotation_running`. */
export async function revokeCredential(
  ctx: EngineCtx,
  { id, credentialId }: Input,
): Promise<MintedCredential> {
  await changeSecret(
    ctx,
    id,
    async (unit, secret) => await revokeIn(unit, ctx, secret, await credentialOf(unit, secret, credentialId)),
    { deletedToo: true },
  );
  await settleNow(ctx, [credentialId]);
  return await getCredential(ctx, credentialId);
}
