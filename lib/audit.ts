/** Audit entries: written in the transaction of what they tell about, so neither exists without the other. */
import { v7 as uuidv7 } from "uuid";
import { type Ctx, actorLabel } from "@/lib/context";
import type { Tx } from "@/lib/db";
import type { Prisma } from "@/lib/generated/prisma/client";

export type AuditSubject = { type: string; id?: string; name?: string };

export async function recordAudit(
  tx: Tx,
  ctx: Pick<Ctx, "actor" | "origin">,
  action: string,
  subject: AuditSubject,
  detail: Prisma.InputJsonObject = {},
): Promise<void> {
  await tx.auditEntry.create({
    data: {
      id: uuidv7(),
      organisationId: ctx.actor.organisationId,
      action,
      actor: actorLabel(ctx.actor),
      ip: ctx.origin.ip,
      userAgent: ctx.origin.userAgent,
      subjectType: subject.type,
      subjectId: subject.id ?? null,
      subjectName: subject.name ?? null,
      detail,
    },
  });
}
