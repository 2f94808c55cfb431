import { createWebhookSchema, webhookListSchema, webhookWithSecretSchema } from "@/lib/api/webhooks";
import { route } from "@/lib/http/handle";
import { createWebhook } from "@/lib/notifications/create-webhook";
import { listWebhooks } from "@/lib/notifications/list-webhooks";

export const GET = route(
  { summary: "Webhooks, without their secrets.", answer: webhookListSchema },
  async ({ ctx }) => ({
    webhooks: await listWebhooks(ctx),
  }),
);

export const POST = route(
  {
    summary: "Makes a webhook. This answer alone shows its signing secret.",
    body: createWebhookSchema,
    answer: webhookWithSecretSchema,
    status: 201,
  },
  async ({ ctx, body }) => await createWebhook(ctx, body),
);
