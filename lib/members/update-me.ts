import { meTag } from "@/lib/requests/tags";
import { requireMatch } from "@/lib/requests/etag";
import type * as z from "zod";
import type { Me, updateMeSchema } from "@/lib/api/me";
import { recordAudit } from "@/lib/audit-log/record-audit";
import { hashPassword, passwordFits } from "@/lib/auth/password";
import { refuseWeakPassword } from "@/lib/auth/password-strength";
import { endSessions } from "@/lib/auth/session";
import { changesBetween } from "@/lib/audit-log/changes";
import type { Ctx } from "@/lib/access/context";
import { invalid } from "@/lib/requests/read-input";
import { refill, spend } from "@/lib/requests/budgets";
import { given } from "@/lib/formats/given";
import { requirePerson } from "@/lib/sessions/require-person";
import { endInvitation } from "./invitation";
import { personOf } from "./person-of";
import { readMe } from "./read-me";

/** Changes your own name and password. A new password needs the current one, and ends every other session. */
export async function updateMe(ctx: Ctx, input: z.output<typeof updateMeSchema>): Promise<Me> {
  const person = requirePerson(ctx.actor);
  const subject = { id: person.userId, name: person.email };
  let passwordHash: string | undefined;
  if (input.password !== undefined) {
    await requireCurrentPassword(ctx, person.userId, input.currentPassword ?? "");
    await refuseWeakPassword(input.password, await personOf(ctx.db, person.userId));
    passwordHash = await hashPassword(input.password);
  }
  await ctx.db.$transaction(async (tx) => {
    const where = { id: person.userId };
    await tx.$queryRaw`SELECT 1 FROM "user" WHERE id = ${person.userId}::uuid FOR UPDATE`;
    const before = await tx.user.findUniqueOrThrow({ where, select: { name: true } });
    requireMatch(ctx, meTag({ user: { id: person.userId, name: before.name }, serviceToken: null }));
    const { name } = await tx.user.update({ where, data: given({ name: input.name, passwordHash }) });
    const changes = changesBetween(before, { name });
    if (input.name !== undefined) await recordAudit(tx, ctx, "user.renamed", subject, { changes });
    if (passwordHash === undefined) return;
    await endInvitation(tx, person.userId);
    const ended = await endSessions(tx, person.userId, person.sessionId);
    await recordAudit(tx, ctx, "user.password_changed", subject, { sessionsEnded: ended });
  });
  return await readMe(ctx);
}

async function requireCurrentPassword(ctx: Ctx, userId: string, password: string): Promise<void> {
  await spend(ctx.db, "password", userId);
  const user = await ctx.db.user.findUniqueOrThrow({ where: { id: userId }, select: { passwordHash: true } });
  if (!(await passwordFits(user.passwordHash, password))) {
    throw invalid([{ path: "currentPassword", message: "The current password is wrong." }]);
  }
  await refill(ctx.db, "password", userId);
}
