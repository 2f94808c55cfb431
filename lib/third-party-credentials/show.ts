import { z } from "zod";
import {
  type ThirdPartyCredential as Answer,
  unclaimedAccountSchema,
} from "@/lib/api/third-party-credentials";
import type { Db } from "@/lib/db";
import type { ThirdPartyCredential } from "@/lib/generated/prisma/client";
import { OWING_STATES } from "@/lib/rotation/core/lifecycle";
import { PROVIDER_NAMES } from "@/lib/rotation/core/model";

/** How many rotating secrets mint with the key, or owe a revocation that needs it. */
export async function countUses(
  db: Pick<Db, "rotatingSecret">,
  thirdPartyCredentialId: string,
): Promise<number> {
  return await db.rotatingSecret.count({
    where: {
      OR: [
        { thirdPartyCredentialId, deletedAt: null },
        { credentials: { some: { thirdPartyCredentialId, state: { in: [...OWING_STATES] } } } },
      ],
    },
  });
}

export async function showThirdPartyCredential(db: Db, row: ThirdPartyCredential): Promise<Answer> {
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
    usedBy: await countUses(db, row.id),
    inventoriedAt: row.inventoriedAt?.toISOString() ?? null,
    unclaimedAccounts: z.array(unclaimedAccountSchema).parse(row.unclaimedAccounts),
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
