import { pathIdSchema } from "@/lib/api/common";
import { deliverySchema } from "@/lib/api/webhooks";
import { route } from "@/lib/http/handle";
import { testWebhook } from "@/lib/notifications/test-webhook";

export const POST = route(
  {
    summary: "Send a test message to a webhook",
    params: pathIdSchema,
    answer: deliverySchema,
    status: 202,
    limit: "webhook",
  },
  async ({ ctx, params }) => await testWebhook(ctx, params),
);
