import type * as z from "zod";
import type { auditPageSchema } from "@/lib/api/audit";
import { authorise } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/access/context";

/** One page, newest first. Ids grow with time, so the cursor is the last id of the page before. */
export async function listAudit(
  ctx: Ctx,
  input: { cursor?: string | undefined; limit: number },
): Promise<z.input<typeof auditPageSchema>> {
  authorise(ctx.actor, "audit:read");
  const rows = await ctx.db.auditEntry.findMany({
    where: {
      organisationId: ctx.actor.organisationId,
      ...(input.cursor === undefined ? {} : { id: { lt: input.cursor } }),
    },
    orderBy: { id: "desc" },
    take: input.limit + 1,
  });
  const entries = rows.slice(0, input.limit).map((row) => ({
    ...row,
    at: row.at.toISOString(),
    // Written by recordAudit, which takes objects only.
    detail: row.detail as Record<string, unknown>,
  }));
  return { entries, nextCursor: rows.length > input.limit ? (entries.at(-1)?.id ?? null) : null };
}
