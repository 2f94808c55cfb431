import type { ServiceToken } from "@/lib/api/service-tokens";
import { readLabels } from "@/lib/formats/labels";
import { SCOPES } from "@/lib/access/scopes";
import type { ServiceTokenModel } from "@/lib/generated/prisma/models";

export function showToken(row: ServiceTokenModel): ServiceToken {
  return {
    id: row.id,
    name: row.name,
    tokenHint: row.tokenHint,
    scopes: SCOPES.filter((scope) => row.scopes.includes(scope)),
    environmentIds: row.environmentIds,
    keys: row.keys,
    labels: readLabels(row.labels),
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
    madeBy: madeBy(row),
    answersTo: row.answersToUserId,
    keptBy: row.keptBy,
    keptAt: row.keptAt?.toISOString() ?? null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    lastUsedFrom: row.lastUsedFrom,
  };
}

function madeBy({ madeByUserId, madeByTokenId }: ServiceTokenModel): ServiceToken["madeBy"] {
  if (madeByUserId !== null) return { kind: "user", id: madeByUserId };
  return madeByTokenId === null ? null : { kind: "token", id: madeByTokenId };
}
