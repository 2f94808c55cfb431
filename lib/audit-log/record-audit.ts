/** Audit entries. Each is written in the transaction of the change it records, so neither exists without the other. */
import { v7 as uuidv7 } from "uuid";
import {
  type Actor,
  actorId,
  actorLabel,
  type Anonymous,
  type Origin,
  type System,
} from "@/lib/access/context";
import type { Tx } from "@/lib/db";
import { type AuditAction, type AuditDetail, auditRow } from "@/lib/lists/audit-actions";

/** The subject. The action determines its kind. */
export type AuditSubject = { id: string; name: string };

export async function recordAudit<Action extends AuditAction>(
  tx: Tx,
  ctx: { actor: Actor | Anonymous | System; origin: Origin },
  action: Action,
  subject: AuditSubject,
  // Left out if there is no detail.
  ...[detail]: Record<string, never> extends AuditDetail<Action>
    ? [AuditDetail<Action>?]
    : [AuditDetail<Action>]
): Promise<void> {
  await tx.auditEntry.create({ data: auditEntryOf(ctx, action, subject, detail ?? {}) });
}

export type AuditRow = {
  id: string;
  organisationId: string;
  action: AuditAction;
  actor: string;
  actorKind: string;
  actorId: string | null;
  ip: string | null;
  userAgent: string | null;
  subjectType: string;
  subjectId: string | null;
  subjectName: string;
  detail: AuditDetail<AuditAction> | Record<string, never>;
};

/** The row of an entry whose action determines the kind of its subject. */
export function auditEntryOf<Action extends AuditAction>(
  ctx: { actor: Actor | Anonymous | System; origin: Origin },
  action: Action,
  subject: AuditSubject,
  detail: AuditDetail<Action> | Record<string, never>,
): AuditRow {
  return auditEntry(ctx, action, { type: auditRow(action).subject, ...subject }, detail);
}

/** The row of an entry. */
export function auditEntry<Action extends AuditAction>(
  { actor, origin }: { actor: Actor | Anonymous | System; origin: Origin },
  action: Action,
  subject: { type: string; id: string | null; name: string },
  detail: AuditDetail<Action> | Record<string, never>,
): AuditRow {
  return {
    id: uuidv7(),
    organisationId: actor.organisationId,
    action,
    actor: actorLabel(actor),
    actorKind: actor.kind,
    actorId: actorId(actor),
    ip: origin.ip,
    userAgent: origin.userAgent,
    subjectType: subject.type,
    subjectId: subject.id,
    subjectName: subject.name,
    detail,
  };
}
