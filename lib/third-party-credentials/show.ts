import type { EngineCtx } from "@/lib/rotation/services";
import * as z from "zod";
import {
  type ThirdPartyCredential as Answer,
  unclaimedAccountSchema,
} from "@/lib/api/third-party-credentials";
import { isLimited, seenRows, sees } from "@/lib/access/reach";
import type { Db } from "@/lib/db";
import type { Prisma, ThirdPartyCredential } from "@/lib/generated/prisma/client";
import { OWING_STATES } from "@/lib/rotation/core/lifecycle";
import { PROVIDER_NAMES } from "@/lib/providers/names";

/** How many rotating secrets mint with the key, or owe a revocation that needs it. */
export async function countUses(
  db: Pick<Db, "rotatingSecret">,
  thirdPartyCredentialId: string,
  among: Prisma.RotatingSecretWhereInput = {},
): Promise<number> {
  return await db.rotatingSecret.count({
    where: {
      ...among,
      OR: [
        { thirdPartyCredentialId, deletedAt: null },
        { credentials: { some: { thirdPartyCredentialId, state: { in: [...OWING_STATES] } } } },
      ],
    },
  });
}

/** Who is limited to some environments is told nothing of the others, nor of accounts that belong to none. */
export async function showThirdPartyCredential(
  { db, actor }: Pick<EngineCtx, "db" | "actor">,
  row: ThirdPartyCredential,
): Promise<Answer> {
  const provider = PROVIDER_NAMES.find((name) => name === row.provider);
  if (provider === undefined) throw new Error(`There is no provider "${row.provider}".`);
  return {
    id: row.id,
    provider,
    name: row.name,
    keyHint: row.keyHint,
    status: row.status,
    lastFailureMessage: row.lastFailureMessage,
    lastValidatedAt: row.lastValidatedAt.toISOString(),
    keyExpiresAt: row.keyExpiresAt?.toISOString() ?? null,
    usedBy: await countUses(db, row.id, seenRows(actor)),
    inventoriedAt: row.inventoriedAt?.toISOString() ?? null,
    unclaimedAccounts: isLimited(actor) ? [] : z.array(unclaimedAccountSchema).parse(row.unclaimedAccounts),
    environmentIds:
      row.environmentIds.length === 0 ? null : row.environmentIds.filter((id) => sees(actor, id)),
    projectIds: row.projectIds.length === 0 ? null : row.projectIds,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** Enough of a key to tell it from another: its beginning and its last four characters. */
export function keyHintOf(adminKey: string): string {
  return adminKey.length < 16
    ? "…"
    : `${adminKey.startsWith("sk-admin-") ? "sk-admin-" : ""}…${adminKey.slice(-4)}`;
}
