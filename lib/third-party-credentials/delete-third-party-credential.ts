import { editedTag } from "@/lib/requests/tags";
import { requireMatch } from "@/lib/requests/etag";
import type { EngineCtx } from "@/lib/rotation/services";
import { recordAudit } from "@/lib/audit-log/record-audit";
import { databaseNow } from "@/lib/db";
import { DomainError } from "@/lib/errors";
import { findThirdPartyCredential } from "./find";
import { usesOf } from "./uses";

/** Removes the key. The row stays for the credentials that it minted. Throws `in_use`. */
export async function deleteThirdPartyCredential(ctx: EngineCtx, input: { id: string }): Promise<void> {
  const row = await findThirdPartyCredential(ctx, input.id, "credentials:manage");
  await ctx.db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM third_party_credential WHERE id = ${row.id}::uuid FOR UPDATE`;
    requireMatch(ctx, editedTag(await tx.thirdPartyCredential.findUniqueOrThrow({ where: { id: row.id } })));
    const uses = (await usesOf(tx, [row.id])).get(row.id) ?? 0;
    if (uses > 0) {
      throw new DomainError(
        "in_use",
        `${uses} rotating ${uses === 1 ? "secret needs" : "secrets need"} this credential, to rotate or to finish a revocation. Delete those first, and wait until no revocation is outstanding.`,
      );
    }
    const at = await databaseNow(tx);
    await tx.thirdPartyCredential.update({
      where: { id: row.id },
      data: { deletedAt: at, updatedAt: at, envelope: "" },
    });
    const subject = { id: row.id, name: row.name };
    await recordAudit(tx, ctx, "third_party_credential.deleted", subject);
  });
}
