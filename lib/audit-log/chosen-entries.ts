/** Selects entries of an organisation's log. */
import type * as z from "zod";
import type { auditFilterSchema } from "@/lib/api/audit";
import { Prisma } from "@/lib/generated/prisma/client";
import { anywhere } from "@/lib/formats/like-pattern";

type AuditFilter = z.output<typeof auditFilterSchema>;

/** A program generates an entry's ID, the database its time. Their clocks may differ by this much. */
const CLOCKS_MS = 3_600_000;

/** The lowest UUIDv7 that a program could generate at that moment. */
function idAt(ms: number): string {
  const hex = Math.max(0, ms).toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

/** Restricts the IDs, which the index supports. */
export function idsBetween({ since, until }: AuditFilter): Prisma.Sql {
  const from = since === undefined ? null : idAt(Date.parse(since) - CLOCKS_MS);
  const to = until === undefined ? null : idAt(Date.parse(until) + CLOCKS_MS);
  return Prisma.sql`${from === null ? Prisma.sql`true` : Prisma.sql`id >= ${from}::uuid`}
    AND ${to === null ? Prisma.sql`true` : Prisma.sql`id < ${to}::uuid`}`;
}

/** The other conditions, which are checked for each entry. */
export function isMeant({ actor, action, subject, environmentId, since, until }: AuditFilter): Prisma.Sql {
  const conditions: Prisma.Sql[] = [Prisma.sql`true`];
  if (actor !== undefined)
    conditions.push(Prisma.sql`actor ILIKE ALL(${anywhere(actor.split(/\s+/))}::text[])`);
  if (action !== undefined) conditions.push(Prisma.sql`action = ${action}`);
  if (subject !== undefined) {
    conditions.push(
      Prisma.sql`(subject_id = ${subject} OR subject_name ILIKE ALL(${anywhere(subject.split(/\s+/))}::text[]))`,
    );
  }
  if (environmentId !== undefined) {
    conditions.push(Prisma.sql`(subject_id = ${environmentId} OR detail->>'environmentId' = ${environmentId}
      OR (subject_type = 'rotating_secret' AND subject_id IN (
        SELECT id::text FROM rotating_secret WHERE environment_id = ${environmentId}::uuid)))`);
  }
  if (since !== undefined) conditions.push(Prisma.sql`at >= ${since}::timestamptz`);
  if (until !== undefined) conditions.push(Prisma.sql`at < ${until}::timestamptz`);
  return Prisma.join(conditions, " AND ");
}
