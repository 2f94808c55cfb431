import { databaseNow } from "@/lib/db";
import type { WebhookWithSecret } from "@/lib/api/webhooks";
import { recordAudit } from "@/lib/audit-log/record-audit";
import type { Ctx } from "@/lib/access/context";
import { assertUnsealed } from "@/lib/instance/instance";
import { secondsAfter } from "@/lib/rotation/core/schedule";
import { findWebhook, SHOWN_WITH } from "./find-webhook";
import { insertWebhookSecret } from "./insert-webhook-secret";
import { showWebhook } from "./show-webhook";

/** How many seconds the previous secret continues to sign. */
const OVERLAP_SECONDS = 86_400;

/** Only the response contains the new secret. At most two are valid, so an older one ends now. */
export async function rotateWebhookSecret(ctx: Ctx, input: { id: string }): Promise<WebhookWithSecret> {
  const endpoint = await findWebhook(ctx, input.id);
  await assertUnsealed(ctx);
  const { id, name } = endpoint;
  const { row, secret } = await ctx.db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM webhook_endpoint WHERE id = ${id}::uuid FOR UPDATE`;
    const expiresAt = secondsAfter(await databaseNow(tx), OVERLAP_SECONDS);
    await tx.webhookSecret.deleteMany({ where: { endpointId: id, expiresAt: { not: null } } });
    await tx.webhookSecret.updateMany({ where: { endpointId: id }, data: { expiresAt } });
    const secret = await insertWebhookSecret(tx, ctx, endpoint);
    await recordAudit(tx, ctx, "webhook.secret_rotated", { id, name });
    const row = await tx.webhookEndpoint.findUniqueOrThrow({ where: { id }, include: SHOWN_WITH });
    return { row, secret };
  });
  return { ...(await showWebhook(ctx, row)), secret };
}
