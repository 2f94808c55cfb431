import type * as z from "zod";
import type { auditLineSchema } from "@/lib/api/audit";
import { recordAudit } from "./record-audit";
import { authorise } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/access/context";

const LINES_AT_ONCE = 500;

/** JSON Lines, oldest first, each entry with its place in the chain; what is written meanwhile comes at the end. */
export async function exportAudit(
  ctx: Ctx,
  { after }: { after?: string | undefined },
): Promise<ReadableStream<Uint8Array>> {
  authorise(ctx.actor, "audit:read");
  const { organisationId } = ctx.actor;
  const where = { id: organisationId };
  const subject = await ctx.db.organisation.findUniqueOrThrow({ where, select: { id: true, name: true } });
  await recordAudit(ctx.db, ctx, "audit.exported", subject, after === undefined ? {} : { after });
  const encoder = new TextEncoder();
  let last = after;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const lines = await linesAfter(ctx, last);
      if (lines.length > 0)
        controller.enqueue(encoder.encode(lines.map((line) => `${JSON.stringify(line)}\n`).join("")));
      if (lines.length < LINES_AT_ONCE) controller.close();
      last = lines.at(-1)?.id;
    },
  });
}

async function linesAfter(
  { db, actor: { organisationId } }: Ctx,
  after: string | undefined,
): Promise<z.input<typeof auditLineSchema>[]> {
  const entries = await db.auditEntry.findMany({
    where: { organisationId, ...(after === undefined ? {} : { id: { gt: after } }) },
    orderBy: { id: "asc" },
    take: LINES_AT_ONCE,
  });
  const links = await db.auditLink.findMany({
    where: { entryId: { in: entries.map(({ id }) => id) } },
    select: { entryId: true, position: true, digest: true },
  });
  const linkOf = new Map(links.map((link) => [link.entryId, link]));
  return entries.map((entry) => {
    const link = linkOf.get(entry.id);
    return {
      ...entry,
      at: entry.at.toISOString(),
      // Written by recordAudit, which takes objects only.
      detail: entry.detail as Record<string, unknown>,
      position: link === undefined ? null : Number(link.position),
      digest: link?.digest ?? null,
    };
  });
}
