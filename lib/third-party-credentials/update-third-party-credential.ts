import { editedTag } from "@/lib/requests/tags";
import { requireMatch } from "@/lib/requests/etag";
import type { EngineCtx } from "@/lib/rotation/services";
import type * as z from "zod";
import type {
  ThirdPartyCredential,
  updateThirdPartyCredentialSchema,
} from "@/lib/api/third-party-credentials";
import { recordAudit } from "@/lib/audit-log/record-audit";
import { changesBetween } from "@/lib/audit-log/changes";
import { adminKeyPlace } from "@/lib/crypto/places";
import { seal } from "@/lib/crypto/sealed";
import { databaseNow, type Tx } from "@/lib/db";
import { refuseTakenName } from "@/lib/database/refuse-duplicate";
import { given } from "@/lib/formats/given";
import { labelFields, storedLabels } from "@/lib/formats/labels";
import { notFound } from "@/lib/errors";
import type { Prisma, ThirdPartyCredential as Row } from "@/lib/generated/prisma/client";
import { assertUnsealed } from "@/lib/instance/instance";
import { findThirdPartyCredential } from "./find";
import { checkedLimits, refuseUsesOutside } from "@/lib/access/admin-key-limits";
import { retrySettlements } from "./retry-settlements";
import { keyHintOf, showWithUses } from "./show";
import { validateAdminKey } from "./validate";
import { refuseOtherOrganisation } from "./wrong-organisation";

type Input = { id: string } & z.output<typeof updateThirdPartyCredentialSchema>;

/**
 * Changes its name or labels, limits where it may be used, or replaces the admin key after the same check as at creation.
 * Revocations that failed with the previous key are attempted immediately. Paused schedules wait for Resume.
 * Throws `name_exists`, `wrong_organisation`.
 */
export async function updateThirdPartyCredential(
  ctx: EngineCtx,
  input: Input,
): Promise<ThirdPartyCredential> {
  const before = await findThirdPartyCredential(ctx, input.id, "credentials:manage");
  const key = input.adminApiKey === undefined ? {} : await replacedKey(ctx, before, input.adminApiKey);
  const limits = await checkedLimits(ctx, input);
  const labels = input.labels && storedLabels(input.labels);
  const data = { ...key, ...limits, ...given({ name: input.name, labels }) };
  const name = input.name ?? before.name;
  const row = await refuseTakenName("third-party credential", name, () =>
    ctx.db.$transaction(async (tx) => {
      const old = await lockRow(tx, before.id, Object.keys(limits).length > 0);
      requireMatch(ctx, editedTag(old));
      const updated = await tx.thirdPartyCredential.update({
        where: { id: before.id },
        data: { ...data, updatedAt: await databaseNow(tx) },
      });
      if (Object.keys(limits).length > 0) await refuseUsesOutside(tx, before.id, updated);
      const changes = [
        ...changesBetween(limitsOf(old), limitsOf(updated)),
        ...changesBetween(
          { name: old.name, ...labelFields(old.labels) },
          { name: updated.name, ...labelFields(updated.labels) },
        ),
        // Both may look alike. The key itself was replaced.
        ...(input.adminApiKey === undefined
          ? []
          : [{ field: "adminApiKey", before: old.keyHint, after: updated.keyHint }]),
      ];
      const subject = { id: before.id, name };
      await recordAudit(tx, ctx, "third_party_credential.updated", subject, { changes });
      return updated;
    }),
  );
  if (input.adminApiKey !== undefined) await retrySettlements(ctx.db, before.id);
  return await showWithUses(ctx, row);
}

function limitsOf({ environmentIds, projectIds }: Row) {
  return { environmentIds: environmentIds.join(" "), projectIds: projectIds.join(" ") };
}

/**
 * Throws `not_found` if it was deleted meanwhile, because its row must not get a key again. `whole`: waits
 * for processes that are about to use it, and makes others wait, so that none is missed.
 */
async function lockRow(tx: Tx, id: string, whole: boolean): Promise<Row> {
  await (whole
    ? tx.$queryRaw`SELECT 1 FROM third_party_credential WHERE id = ${id}::uuid FOR UPDATE`
    : tx.$queryRaw`SELECT 1 FROM third_party_credential WHERE id = ${id}::uuid FOR NO KEY UPDATE`);
  const row = await tx.thirdPartyCredential.findUnique({ where: { id, deletedAt: null } });
  if (row === null) throw notFound("third-party credential");
  return row;
}

async function replacedKey(
  ctx: EngineCtx,
  before: Row,
  adminKey: string,
): Promise<Prisma.ThirdPartyCredentialUpdateInput> {
  await assertUnsealed(ctx);
  await validateAdminKey(ctx, before.provider, adminKey);
  await refuseOtherOrganisation(ctx, before, adminKey);
  return {
    envelope: await seal(ctx.keyring, adminKeyPlace(before.id, before.organisationId), adminKey),
    keyHint: keyHintOf(adminKey),
    version: { increment: 1 },
    status: "valid",
    lastFailureMessage: null,
    lastValidatedAt: await databaseNow(ctx.db),
    parkedUntil: null,
    // Checked again for the new key.
    keyExpiresAt: null,
    expiryCheckedAt: null,
    expiryToldDays: null,
  };
}
