/** Audit entries: written in the transaction of what they tell about, so neither exists without the other. */
import { v7 as uuidv7 } from "uuid";
import { type Actor, actorId, actorLabel, type Anonymous, type Origin } from "@/lib/access/context";
import type { Tx } from "@/lib/db";
import { type AuditAction, type AuditDetail, auditRow } from "@/lib/lists/audit-actions";

/** What it is about; which kind of row that is, its action says. */
export type AuditSubject = { id: string; name: string };

export async function recordAudit<Action extends AuditAction>(
  tx: Tx,
  ctx: { actor: Actor | Anonymous; origin: Origin },
  action: Action,
  subject: AuditSubject,
  // What has no detail leaves it out.
  ...[detail]: Record<string, never> extends AuditDetail<Action>
    ? [AuditDetail<Action>?]
    : [AuditDetail<Action>]
): Promise<void> {
  await tx.auditEntry.create({
    data: {
      id: uuidv7(),
      organisationId: ctx.actor.organisationId,
      action,
      actor: actorLabel(ctx.actor),
      actorKind: ctx.actor.kind,
      actorId: actorId(ctx.actor),
      ip: ctx.origin.ip,
      userAgent: ctx.origin.userAgent,
      subjectType: auditRow(action).subject,
      subjectId: subject.id,
      subjectName: subject.name,
      detail: detail ?? {},
    },
  });
}
