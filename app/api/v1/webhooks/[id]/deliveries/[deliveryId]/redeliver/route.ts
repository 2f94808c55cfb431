import { deliveryPathSchema, deliverySchema } from "@/lib/api/webhooks";
import { route } from "@/lib/http/handle";
import { redeliver } from "@/lib/notifications/redeliver";

export const POST = route(
  {
    summary: "Send a delivery again",
    params: deliveryPathSchema,
    answer: deliverySchema,
    status: 202,
    limit: "webhook",
  },
  async ({ ctx, params }) => await redeliver(ctx, params),
);
