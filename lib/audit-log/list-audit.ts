import type * as z from "zod";
import type { auditPageSchema, auditQuerySchema } from "@/lib/api/audit";
import { authorise } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/access/context";
import { Prisma } from "@/lib/generated/prisma/client";
import { idsBetween, isMeant } from "./chosen-entries";

/** A filter examines at most this many entries per page. If few match, the page is short. */
const MOST_LOOKED_AT = 20_000;

/**
 * A page, newest first. IDs grow with time, so the cursor is the last ID examined. A page may have fewer
 * entries than requested, or none, and still have a next page.
 */
export async function listAudit(
  ctx: Ctx,
  { cursor, limit, ...filter }: z.output<typeof auditQuerySchema>,
): Promise<z.input<typeof auditPageSchema>> {
  authorise(ctx.actor, "audit:read");
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  const lookedAt = isFiltered ? MOST_LOOKED_AT : limit + 1;
  const older = cursor === undefined ? Prisma.sql`true` : Prisma.sql`id < ${cursor}::uuid`;
  const found = await ctx.db.$queryRaw<{ id: string; isMeant: boolean }[]>`
    WITH looked_at AS MATERIALIZED (
      SELECT * FROM audit_entry
       WHERE organisation_id = ${ctx.actor.organisationId}::uuid AND ${older} AND ${idsBetween(filter)}
       ORDER BY id DESC LIMIT ${lookedAt})
    (SELECT id, true AS "isMeant" FROM looked_at WHERE ${isMeant(filter)} ORDER BY id DESC LIMIT ${limit + 1})
     UNION ALL
    (SELECT id, false FROM looked_at ORDER BY id DESC OFFSET ${lookedAt - 1})`;
  const meant = found.filter((row) => row.isMeant).map(({ id }) => id);
  const page = meant.slice(0, limit);
  const rows = await ctx.db.auditEntry.findMany({ where: { id: { in: page } }, orderBy: { id: "desc" } });
  return {
    entries: rows.map((row) => ({
      ...row,
      at: row.at.toISOString(),
      // recordAudit writes it, and accepts only objects.
      detail: row.detail as Record<string, unknown>,
    })),
    nextCursor:
      meant.length > limit ? (page.at(-1) ?? null) : (found.find((row) => !row.isMeant)?.id ?? null),
  };
}
