import type { EngineCtx } from "../services";
import type { MintedCredential } from "@/lib/api/rotating-secrets";
import { extendIn } from "../engine/operate";
import { getCredential } from "../queries/get-credential";
import { changeSecret, credentialOf } from "./change";

type Input = { id: string; credentialId: string; seconds: number };

/** For programs that haven't taken the new key yet. Throws `conflict` if no delay is running. */
export async function extendCredential(
  ctx: EngineCtx,
  { id, credentialId, seconds }: Input,
): Promise<MintedCredential> {
  await changeSecret(ctx, id, async (unit, secret) =>
    extendIn(unit, ctx, secret, await credentialOf(unit, secret, credentialId), seconds),
  );
  return await getCredential(ctx, credentialId);
}
