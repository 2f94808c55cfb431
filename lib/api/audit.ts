import { z } from "zod";
import { AUDIT_ACTION_NAMES } from "@/lib/lists/audit-actions";
import { idSchema, openEnum, timeSchema } from "./common";

export const auditEntrySchema = z.object({
  id: idSchema,
  at: timeSchema,
  action: openEnum(AUDIT_ACTION_NAMES),
  actor: z.string(),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  subjectType: z.string(),
  subjectId: z.string().nullable(),
  subjectName: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
});
export const auditPageSchema = z.object({
  entries: z.array(auditEntrySchema),
  nextCursor: idSchema.nullable(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;
