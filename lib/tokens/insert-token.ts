import { v7 as uuidv7 } from "uuid";
import type { Scope } from "@/lib/api/service-tokens";
import { recordAudit } from "@/lib/audit";
import { actorLabel, type Ctx } from "@/lib/context";
import type { Tx } from "@/lib/db";
import { newTokenText, tokenHash, tokenHint } from "./token-text";

export type NewToken = { name: string; scopes: Scope[]; environmentIds?: string[]; expiresAt?: Date };

/** Stores a new token's hash; the token itself is only in the answer. */
export async function insertToken(tx: Tx, ctx: Pick<Ctx, "actor" | "origin">, input: NewToken) {
  const token = newTokenText();
  const row = await tx.serviceToken.create({
    data: {
      id: uuidv7(),
      organisationId: ctx.actor.organisationId,
      name: input.name,
      tokenHash: tokenHash(token),
      tokenHint: tokenHint(token),
      scopes: [...new Set(input.scopes)],
      environmentIds: [...new Set(input.environmentIds ?? [])],
      expiresAt: input.expiresAt ?? null,
      createdBy: actorLabel(ctx.actor),
    },
  });
  await recordAudit(
    tx,
    ctx,
    "service_token.created",
    { type: "service_token", id: row.id, name: row.name },
    { scopes: row.scopes.join(" ") },
  );
  return { row, token };
}
