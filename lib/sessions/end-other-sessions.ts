import { recordAudit } from "@/lib/audit-log/record-audit";
import { endSessions } from "@/lib/auth/session";
import type { Ctx } from "@/lib/access/context";
import { requirePerson } from "./require-person";

/** Ends all of the user's sessions except the one that asks. */
export async function endOtherSessions(ctx: Ctx): Promise<void> {
  const person = requirePerson(ctx.actor);
  await ctx.db.$transaction(async (tx) => {
    const ended = await endSessions(tx, person.userId, person.sessionId);
    const subject = { id: person.userId, name: person.email };
    await recordAudit(tx, ctx, "session.others_ended", subject, { ended });
  });
}
