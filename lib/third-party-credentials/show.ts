import type { Actor, Ctx } from "@/lib/access/context";
import * as z from "zod";
import {
  type ThirdPartyCredential as Answer,
  unclaimedAccountSchema,
} from "@/lib/api/third-party-credentials";
import { readLabels } from "@/lib/formats/labels";
import { isLimited, sees } from "@/lib/access/reach";
import type { ThirdPartyCredential } from "@/lib/generated/prisma/client";
import { PROVIDER_NAMES } from "@/lib/providers/names";
import { usesOf } from "./uses";

/** A caller limited to some environments sees neither other environments nor unclaimed accounts. */
export function showThirdPartyCredential(actor: Actor, row: ThirdPartyCredential, usedBy: number): Answer {
  const provider = PROVIDER_NAMES.find((name) => name === row.provider);
  if (provider === undefined) throw new Error(`Unknown provider "${row.provider}".`);
  return {
    id: row.id,
    provider,
    name: row.name,
    labels: readLabels(row.labels),
    keyHint: row.keyHint,
    status: row.status,
    lastFailureMessage: row.lastFailureMessage,
    lastValidatedAt: row.lastValidatedAt.toISOString(),
    keyExpiresAt: row.keyExpiresAt?.toISOString() ?? null,
    usedBy,
    inventoriedAt: row.inventoriedAt?.toISOString() ?? null,
    unclaimedAccounts: isLimited(actor) ? [] : z.array(unclaimedAccountSchema).parse(row.unclaimedAccounts),
    environmentIds:
      row.environmentIds.length === 0 ? null : row.environmentIds.filter((id) => sees(actor, id)),
    projectIds: row.projectIds.length === 0 ? null : row.projectIds,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** One credential, with the number of its uses. */
export async function showWithUses(
  { db, actor }: Pick<Ctx, "db" | "actor">,
  row: ThirdPartyCredential,
): Promise<Answer> {
  return showThirdPartyCredential(actor, row, (await usesOf(db, [row.id], actor)).get(row.id) ?? 0);
}

/** Enough of a key to distinguish it: its prefix and its last four characters. */
export function keyHintOf(adminKey: string): string {
  return adminKey.length < 16
    ? "…"
    : `${adminKey.startsWith("sk-admin-") ? "sk-admin-" : ""}…${adminKey.slice(-4)}`;
}
