import { pathIdSchema } from "@/lib/api/common";
import { webhookWithSecretSchema } from "@/lib/api/webhooks";
import { route } from "@/lib/http/handle";
import { rotateWebhookSecret } from "@/lib/notifications/rotate-webhook-secret";

export const POST = route(
  {
    summary: "Create a new signing secret, returned once. The previous one stays valid for a day",
    params: pathIdSchema,
    answer: webhookWithSecretSchema,
  },
  async ({ ctx, params }) => await rotateWebhookSecret(ctx, params),
);
