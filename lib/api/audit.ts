import * as z from "zod";
import { AUDIT_ACTION_NAMES } from "@/lib/lists/audit-actions";
import { AUDIT_ACTION_MAX_LENGTH, AUDIT_WORDS_MAX_LENGTH } from "@/lib/lists/audit-filter";
import { fewWords, idSchema, openEnum, pageQuerySchema, timeSchema } from "./common";

export const auditEntrySchema = z.object({
  id: idSchema,
  at: timeSchema,
  action: openEnum(AUDIT_ACTION_NAMES),
  actor: z.string(),
  /** Null in entries of versions that didn't record it. */
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
  /** Its position in the organisation's chain. Null for entries of the last seconds. */
  position: z.number().int().nullable(),
  digest: z.string().nullable(),
});
const wordsSchema = fewWords(
  z.string().trim().min(1).max(AUDIT_WORDS_MAX_LENGTH, `At most ${AUDIT_WORDS_MAX_LENGTH} characters.`),
);

/** Times of entries: from `since` on, and before `until`. */
export const auditFilterSchema = z.strictObject({
  /** Words in the actor, such as an email or a token's name. */
  actor: wordsSchema.optional(),
  action: z.string().max(AUDIT_ACTION_MAX_LENGTH).optional(),
  /** The ID of the subject, or words in its name. */
  subject: wordsSchema.optional(),
  environmentId: idSchema.optional(),
  since: timeSchema.optional(),
  until: timeSchema.optional(),
});
/**
 * A page may have fewer entries than requested and still have a `nextCursor`, because a page examines a
 * limited number of entries.
 */
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
