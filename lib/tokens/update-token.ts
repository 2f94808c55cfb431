import { tokenTag } from "@/lib/requests/tags";
import { requireMatch } from "@/lib/requests/etag";
import type { ServiceToken, UpdateServiceToken } from "@/lib/api/service-tokens";
import { recordAudit } from "@/lib/audit-log/record-audit";
import { changesBetween } from "@/lib/audit-log/changes";
import { authorise } from "@/lib/access/permissions";
import { requireOwnersPower } from "@/lib/access/owners";
import type { Ctx } from "@/lib/access/context";
import { refuseTakenName } from "@/lib/database/refuse-duplicate";
import { databaseNow, type Tx } from "@/lib/db";
import { notFound } from "@/lib/errors";
import { labelFields, storedLabels } from "@/lib/formats/labels";
import { given } from "@/lib/formats/given";
import type { ServiceToken as Row } from "@/lib/generated/prisma/client";
import { checkedEnd, earlier, refusedEnd } from "./expiry";
import { showToken } from "./show-token";

/**
 * Changes the name, the labels or the expiry, from the next request. Nobody can extend it beyond what they could give a
 * new token, and tokens that it created end no later. Throws `name_exists`, `invalid_input`,
 * `precondition_failed`.
 */
export async function updateToken(
  ctx: Ctx,
  { id, ...input }: { id: string } & UpdateServiceToken,
): Promise<ServiceToken> {
  authorise(ctx.actor, "tokens:manage");
  return await refuseTakenName("service token", input.name ?? "", () =>
    ctx.db.$transaction(async (tx) => {
      const { before, limit } = await holdToken(tx, ctx, id);
      const expiresAt =
        input.expiresAt === undefined ? undefined : await newEnd(tx, ctx, before, limit, input.expiresAt);
      const row = await tx.serviceToken.update({
        where: { id },
        data: given({
          name: input.name,
          expiresAt,
          labels: input.labels && storedLabels(input.labels),
        }),
      });
      const changes = changesBetween(editable(before), editable(row));
      await recordAudit(tx, ctx, "service_token.updated", { id, name: row.name }, { changes });
      if (expiresAt !== undefined && expiresAt !== null) await endMadeBy(tx, ctx, id, expiresAt);
      return showToken(row);
    }),
  );
}

function editable({ name, labels, expiresAt }: Pick<Row, "name" | "labels" | "expiresAt">) {
  return { name, ...labelFields(labels), expiresAt: expiresAt?.toISOString() ?? "never" };
}

/**
 * A valid token, locked, and the latest end that the caller may set: bounded by the caller and by the token
 * that created it. Those are locked first, in the same order as for revoking.
 */
async function holdToken(tx: Tx, { actor, ifMatch }: Pick<Ctx, "actor" | "ifMatch">, id: string) {
  const which = { id, organisationId: actor.organisationId, revokedAt: null };
  const found = await tx.serviceToken.findFirst({ where: which, select: { madeByTokenId: true } });
  const asking = actor.kind === "token" ? actor.tokenId : null;
  const others = [found?.madeByTokenId, asking].filter((other) => other != null && other !== id);
  const held = await tx.$queryRaw<{ id: string; end: Date | null }[]>`
    SELECT id, expires_at AS "end" FROM service_token WHERE id = ANY(${others}::uuid[]) ORDER BY id FOR SHARE`;
  await tx.$queryRaw`SELECT 1 FROM service_token WHERE id = ${id}::uuid FOR UPDATE`;
  const before = await tx.serviceToken.findFirst({ where: which });
  if (before === null) throw notFound("service token");
  requireMatch({ ifMatch: ifMatch ?? null }, tokenTag(before));
  // A token that an owner keeps outlives its creator.
  const bounds = held.filter((other) => other.id === asking || before.keptAt === null);
  const ends = [...bounds.map(({ end }) => end), ...(asking === id ? [before.expiresAt] : [])];
  return { before, limit: ends.reduce(earlier, null) };
}

async function newEnd(
  tx: Tx,
  { actor }: Pick<Ctx, "actor">,
  before: Row,
  limit: Date | null,
  wanted: string | null,
): Promise<Date | null> {
  const now = await databaseNow(tx);
  const end = checkedEnd(wanted, limit, now);
  const { expiresAt, answersToUserId, organisationId } = before;
  if (expiresAt === null || (end !== null && end <= expiresAt)) return end;
  if (expiresAt <= now) throw refusedEnd("The token has expired. Create another one.");
  const person =
    answersToUserId === null
      ? null
      : await tx.member.findFirst({
          where: { organisationId, userId: answersToUserId },
          select: { role: true },
        });
  if (person === null || person.role === "owner")
    requireOwnersPower(actor, "Only an owner can extend this service token.");
  return end;
}

/**
 * Tokens that a token created, directly or indirectly, expire with it at the latest, except those that an
 * owner keeps.
 */
async function endMadeBy(tx: Tx, ctx: Pick<Ctx, "actor" | "origin">, id: string, end: Date): Promise<void> {
  const shortened = await tx.$queryRaw<{ id: string; name: string; before: Date | null }[]>`
    WITH RECURSIVE line AS (
      SELECT id, expires_at FROM service_token WHERE made_by_token_id = ${id}::uuid AND kept_at IS NULL
      UNION
      SELECT made.id, made.expires_at FROM service_token AS made JOIN line ON made.made_by_token_id = line.id
       WHERE made.kept_at IS NULL
    )
    UPDATE service_token SET expires_at = ${end} FROM line
     WHERE service_token.id = line.id AND service_token.revoked_at IS NULL
       AND coalesce(service_token.expires_at > ${end}, true)
    RETURNING service_token.id, service_token.name, line.expires_at AS before`;
  for (const { before, ...subject } of shortened) {
    const changes = changesBetween(
      editable({ name: subject.name, labels: [], expiresAt: before }),
      editable({ name: subject.name, labels: [], expiresAt: end }),
    );
    await recordAudit(tx, ctx, "service_token.updated", subject, { changes });
  }
}
