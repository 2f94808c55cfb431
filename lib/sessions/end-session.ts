import { recordAudit } from "@/lib/audit-log/record-audit";
import type { Ctx } from "@/lib/access/context";
import { databaseNow } from "@/lib/db";
import { notFound } from "@/lib/errors";
import { requirePerson } from "./require-person";

/** Ends one of the user's own sessions immediately. */
export async function endSession(ctx: Ctx, input: { id: string }): Promise<void> {
  const person = requirePerson(ctx.actor);
  await ctx.db.$transaction(async (tx) => {
    const { count } = await tx.session.updateMany({
      where: { id: input.id, userId: person.userId, endedAt: null },
      data: { endedAt: await databaseNow(tx) },
    });
    if (count === 0) throw notFound("session");
    const subject = { id: person.userId, name: person.email };
    await recordAudit(tx, ctx, "session.ended", subject, { sessionId: input.id });
  });
}
