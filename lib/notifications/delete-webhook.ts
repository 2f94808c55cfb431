import { recordAudit } from "@/lib/audit-log/record-audit";
import type { Ctx } from "@/lib/access/context";
import { findWebhook, holdWebhook } from "./find-webhook";

/** Also deletes the delivery log. */
export async function deleteWebhook(ctx: Ctx, input: { id: string }): Promise<void> {
  const { id, name } = await findWebhook(ctx, input.id);
  await ctx.db.$transaction(async (tx) => {
    await holdWebhook(ctx, tx, id);
    await tx.webhookEndpoint.delete({ where: { id } });
    await recordAudit(tx, ctx, "webhook.deleted", { id, name });
  });
}
