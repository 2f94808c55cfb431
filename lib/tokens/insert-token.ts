import { v7 as uuidv7 } from "uuid";
import type { Scope } from "@/lib/access/scopes";
import { recordAudit } from "@/lib/audit-log/record-audit";
import { type Actor, actorLabel, type Ctx } from "@/lib/access/context";
import type { Tx } from "@/lib/db";
import { DomainError } from "@/lib/errors";
import { newTokenText, tokenHash, tokenHint } from "./token-text";

export type NewToken = {
  name: string;
  scopes: Scope[];
  environmentIds?: string[];
  /** Null: never. */
  expiresAt: Date | null;
};

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
      expiresAt: input.expiresAt,
      createdBy: actorLabel(ctx.actor),
      ...(await makerOf(tx, ctx.actor)),
    },
  });
  await recordAudit(
    tx,
    ctx,
    "service_token.created",
    { id: row.id, name: row.name },
    { scopes: row.scopes.join(" "), expiresAt: row.expiresAt?.toISOString() ?? "never" },
  );
  return { row, token };
}

/** Holds the maker's row: one that ends at this moment takes the new token with it, or makes none. */
async function makerOf(tx: Tx, actor: Actor) {
  if (actor.kind === "user") {
    const { userId, organisationId } = actor;
    const [member] = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM member
       WHERE user_id = ${userId}::uuid AND organisation_id = ${organisationId}::uuid FOR SHARE`;
    if (member === undefined) throw ended();
    return { madeByUserId: userId, answersToUserId: userId };
  }
  const [maker] = await tx.$queryRaw<{ answersToUserId: string | null }[]>`
    SELECT answers_to_user_id AS "answersToUserId" FROM service_token
     WHERE id = ${actor.tokenId}::uuid AND revoked_at IS NULL FOR SHARE`;
  if (maker === undefined) throw ended();
  return { madeByTokenId: actor.tokenId, answersToUserId: maker.answersToUserId };
}

function ended(): DomainError {
  return new DomainError("unauthenticated", "Your access ended at this moment. No token was made.");
}
