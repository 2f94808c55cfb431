import { pathIdSchema } from "@/lib/api/common";
import { webhookWithSecretSchema } from "@/lib/api/webhooks";
import { route } from "@/lib/http/handle";
import { rotateWebhookSecret } from "@/lib/notifications/rotate-webhook-secret";

export const POST = route(
  {
    summary: "Makes a new signing secret, shown here alone. The old one signs too for another day.",
    params: pathIdSchema,
    answer: webhookWithSecretSchema,
  },
  async ({ ctx, params }) => await rotateWebhookSecret(ctx, params),
);
