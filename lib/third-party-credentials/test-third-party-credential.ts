import type { EngineCtx } from "@/lib/rotation/services";
import type { ThirdPartyCredential } from "@/lib/api/third-party-credentials";
import type { ThirdPartyCredential as Row } from "@/lib/generated/prisma/client";
import { recordAudit } from "@/lib/audit-log/record-audit";
import { databaseNow } from "@/lib/db";
import { DomainError } from "@/lib/errors";
import { assertUnsealed } from "@/lib/instance/instance";
import { findThirdPartyCredential } from "./find";
import { retrySettlements } from "./retry-settlements";
import { showWithUses } from "./show";
import { validateStoredKey } from "./validate";

/** Checks the stored key now and returns the provider's answer. A key that works again is used again immediately. */
export async function testThirdPartyCredential(
  ctx: EngineCtx,
  input: { id: string },
): Promise<ThirdPartyCredential> {
  const row = await findThirdPartyCredential(ctx, input.id, "credentials:manage");
  await assertUnsealed(ctx);
  const refused = await refusalOf(ctx, row);
  const updated = await ctx.db.$transaction(async (tx) => {
    const subject = { id: row.id, name: row.name };
    await recordAudit(tx, ctx, "third_party_credential.tested", subject, { code: refused?.code ?? "ok" });
    await tx.thirdPartyCredential.updateMany({
      // The answer is about this key, not about one that replaced it meanwhile.
      where: { id: row.id, version: row.version },
      data:
        refused === null
          ? { status: "valid", lastFailureMessage: null, lastValidatedAt: await databaseNow(tx) }
          : { status: "invalid", lastFailureMessage: refused.message },
    });
    return await tx.thirdPartyCredential.findUniqueOrThrow({ where: { id: row.id } });
  });
  if (refused === null) await retrySettlements(ctx.db, row.id);
  return await showWithUses(ctx, updated);
}

/** Null if the provider accepts the key. Throws if it couldn't be asked, because that says nothing about the key. */
async function refusalOf(ctx: EngineCtx, row: Row): Promise<DomainError | null> {
  try {
    await validateStoredKey(ctx, row);
    return null;
  } catch (error) {
    if (error instanceof DomainError && error.code !== "provider_unreachable") return error;
    throw error;
  }
}
