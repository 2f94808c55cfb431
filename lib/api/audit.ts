import * as z from "zod";
import { AUDIT_ACTION_NAMES } from "@/lib/lists/audit-actions";
import { AUDIT_ACTION_MAX_LENGTH, AUDIT_WORDS_MAX_LENGTH } from "@/lib/lists/audit-filter";
import { fewWords, idSchema, openEnum, pageQuerySchema, timeSchema } from "./common";

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
const wordsSchema = fewWords(
  z.string().trim().min(1).max(AUDIT_WORDS_MAX_LENGTH, `At most ${AUDIT_WORDS_MAX_LENGTH} characters.`),
);

/** Times as the entries have them: from `since` on, and before `until`. */
export const auditFilterSchema = z.strictObject({
  /** Words that the actor holds, such as an email or a token's name. */
  actor: wordsSchema.optional(),
  action: z.string().max(AUDIT_ACTION_MAX_LENGTH).optional(),
  /** The id of what it is about, or words that its name holds. */
  subject: wordsSchema.optional(),
  environmentId: idSchema.optional(),
  since: timeSchema.optional(),
  until: timeSchema.optional(),
});
/** A page may hold fewer entries than asked for and still have a `nextCursor`: that many were looked at. */
export const auditQuerySchema = auditFilterSchema.extend(pageQuerySchema.shape);
export const exportQuerySchema = auditFilterSchema.extend({
  after: idSchema.optional(),
  format: z.enum(["jsonl", "csv"]).default("jsonl"),
});
export const auditPageSchema = z.object({
  entries: z.array(auditEntrySchema),
  nextCursor: idSchema.nullable(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;
