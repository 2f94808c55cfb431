import * as z from "zod";
import { AUDIT_ACTION_NAMES } from "@/lib/lists/audit-actions";
import { idSchema, openEnum, timeSchema } from "./common";

export const auditEntrySchema = z.object({
  id: idSchema,
  at: timeSchema,
  action: openEnum(AUDIT_ACTION_NAMES),
  actor: z.string(),
  /** Null in entries of a version that did not know. */
  actorKind: z.string().nullable(),
  actorId: idSchema.nullable(),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  subjectType: z.string(),
  subjectId: z.string().nullable(),
  subjectName: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
});
/** A line of the export. */
export const auditLineSchema = auditEntrySchema.extend({
  /** In the organisation's chain; null for the entries of the last seconds. */
  position: z.number().int().nullable(),
  digest: z.string().nullable(),
});
export const exportQuerySchema = z.strictObject({ after: idSchema.optional() });
export const auditPageSchema = z.object({
  entries: z.array(auditEntrySchema),
  nextCursor: idSchema.nullable(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;
