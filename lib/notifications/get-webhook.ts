import type { Webhook } from "@/lib/api/webhooks";
import type { Ctx } from "@/lib/access/context";
import { findWebhook } from "./find-webhook";
import { showWebhook } from "./show-webhook";

export async function getWebhook(ctx: Ctx, input: { id: string }): Promise<Webhook> {
  return await showWebhook(ctx, await findWebhook(ctx, input.id));
}
