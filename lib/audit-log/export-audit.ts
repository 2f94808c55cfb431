import type * as z from "zod";
import type { auditLineSchema, exportQuerySchema } from "@/lib/api/audit";
import { recordAudit } from "./record-audit";
import { authorise } from "@/lib/access/permissions";
import type { Actor, Ctx } from "@/lib/access/context";
import { csvLine } from "@/lib/formats/csv";
import { Prisma } from "@/lib/generated/prisma/client";
import { auditTitle } from "@/lib/lists/audit-actions";
import { idsBetween, isMeant } from "./chosen-entries";

const LINES_AT_ONCE = 500;

type Input = z.output<typeof exportQuerySchema>;
type Line = z.input<typeof auditLineSchema>;

const CSV_HEADS = [
  ...["time", "action", "title", "actor", "actor kind", "actor ID", "IP address", "program"],
  ...["subject kind", "subject ID", "subject", "detail", "ID", "position", "digest"],
];

function csvOf(line: Line): string {
  return csvLine([
    ...[line.at, line.action, auditTitle(line.action), line.actor, line.actorKind, line.actorId],
    ...[line.ip, line.userAgent, line.subjectType, line.subjectId, line.subjectName],
    ...[JSON.stringify(line.detail), line.id, line.position, line.digest],
  ]);
}

/**
 * Oldest first, each entry with its position in the chain. Entries written meanwhile come at the end. `actorNow` reads the caller's
 * rights again before each part, because a slow reader may take hours.
 */
export async function exportAudit(
  ctx: Ctx,
  input: Input,
  actorNow: () => Promise<Actor>,
): Promise<ReadableStream<Uint8Array>> {
  authorise(ctx.actor, "audit:read");
  const { after, format } = input;
  const { organisationId } = ctx.actor;
  const where = { id: organisationId };
  const subject = await ctx.db.organisation.findUniqueOrThrow({ where, select: { id: true, name: true } });
  await recordAudit(ctx.db, ctx, "audit.exported", subject, after === undefined ? {} : { after });
  const encoder = new TextEncoder();
  const asText = format === "csv" ? csvOf : (line: Line) => `${JSON.stringify(line)}\n`;
  let last = after;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      if (format === "csv") controller.enqueue(encoder.encode(csvLine(CSV_HEADS)));
    },
    async pull(controller) {
      // A consumer pulls again only after it received something.
      for (;;) {
        authorise(await actorNow(), "audit:read");
        const { lines, lookedAt } = await linesAfter(ctx, input, last);
        if (lines.length > 0) controller.enqueue(encoder.encode(lines.map(asText).join("")));
        last = lookedAt.at(-1);
        if (lookedAt.length < LINES_AT_ONCE) {
          controller.close();
          return;
        }
        if (lines.length > 0) return;
      }
    },
  });
}

async function linesAfter(
  { db, actor: { organisationId } }: Ctx,
  filter: Input,
  after: string | undefined,
): Promise<{ lines: Line[]; lookedAt: string[] }> {
  const newer = after === undefined ? Prisma.sql`true` : Prisma.sql`id > ${after}::uuid`;
  const found = await db.$queryRaw<{ id: string; isMeant: boolean }[]>`
    SELECT id, ${isMeant(filter)} AS "isMeant" FROM audit_entry
     WHERE organisation_id = ${organisationId}::uuid AND ${newer} AND ${idsBetween(filter)}
     ORDER BY id LIMIT ${LINES_AT_ONCE}`;
  const meant = found.filter((row) => row.isMeant).map(({ id }) => id);
  const entries = await db.auditEntry.findMany({ where: { id: { in: meant } }, orderBy: { id: "asc" } });
  const links = await db.auditLink.findMany({
    where: { entryId: { in: meant } },
    select: { entryId: true, position: true, digest: true },
  });
  const linkOf = new Map(links.map((link) => [link.entryId, link]));
  const lines = entries.map((entry) => {
    const link = linkOf.get(entry.id);
    return {
      ...entry,
      at: entry.at.toISOString(),
      // recordAudit writes it, and accepts only objects.
      detail: entry.detail as Record<string, unknown>,
      position: link === undefined ? null : Number(link.position),
      digest: link?.digest ?? null,
    };
  });
  return { lines, lookedAt: found.map(({ id }) => id) };
}
