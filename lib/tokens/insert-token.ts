import { v7 as uuidv7 } from "uuid";
import type { Scope } from "@/lib/access/scopes";
import { recordAudit } from "@/lib/audit-log/record-audit";
import { type Actor, actorLabel, type Ctx } from "@/lib/access/context";
import type { Tx } from "@/lib/db";
import type { Labels } from "@/lib/api/labels";
import { storedLabels } from "@/lib/formats/labels";
import { DomainError } from "@/lib/errors";
import { earlier } from "./expiry";
import { newStoredText, type StoredText } from "./token-text";

export type NewToken = {
  name: string;
  scopes: Scope[];
  environmentIds?: string[];
  keys?: string[];
  labels?: Labels;
  /** Null: never. */
  expiresAt: Date | null;
};

/** Stores a new token's hash. Only the response contains the token. */
export async function insertToken(tx: Tx, ctx: Pick<Ctx, "actor" | "origin">, input: NewToken) {
  const { token, ...stored } = newStoredText();
  return { row: await insertStoredToken(tx, ctx, input, stored), token };
}

export async function insertStoredToken(
  tx: Tx,
  ctx: Pick<Ctx, "actor" | "origin">,
  input: NewToken,
  stored: StoredText,
) {
  const { end, ...maker } = await makerOf(tx, ctx.actor);
  const row = await tx.serviceToken.create({
    data: {
      id: uuidv7(),
      organisationId: ctx.actor.organisationId,
      name: input.name,
      ...stored,
      scopes: [...new Set(input.scopes)],
      environmentIds: [...new Set(input.environmentIds ?? [])],
      keys: [...new Set(input.keys ?? [])],
      labels: storedLabels(input.labels ?? {}),
      expiresAt: earlier(input.expiresAt, end),
      createdBy: actorLabel(ctx.actor),
      ...maker,
    },
  });
  await recordAudit(
    tx,
    ctx,
    "service_token.created",
    { id: row.id, name: row.name },
    {
      scopes: row.scopes.join(" "),
      expiresAt: row.expiresAt?.toISOString() ?? "never",
      ...(row.keys.length === 0 ? {} : { keys: row.keys.join(" ") }),
    },
  );
  return row;
}

/**
 * Locks the creator's row: if it ends at this moment, it either takes the new token along or creates none.
 * `end`: its current end.
 */
async function makerOf(tx: Tx, actor: Actor) {
  if (actor.kind === "user") {
    const { userId, organisationId } = actor;
    const [member] = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM member
       WHERE user_id = ${userId}::uuid AND organisation_id = ${organisationId}::uuid FOR SHARE`;
    if (member === undefined) throw ended();
    return { madeByUserId: userId, answersToUserId: userId, end: null };
  }
  const [maker] = await tx.$queryRaw<{ answersToUserId: string | null; end: Date | null }[]>`
    SELECT answers_to_user_id AS "answersToUserId", expires_at AS "end" FROM service_token
     WHERE id = ${actor.tokenId}::uuid AND revoked_at IS NULL FOR SHARE`;
  if (maker === undefined) throw ended();
  return { madeByTokenId: actor.tokenId, ...maker };
}

function ended(): DomainError {
  return new DomainError("unauthenticated", "Your access has just ended. No token was created.");
}
