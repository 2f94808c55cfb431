import { pageQuerySchema, pathIdSchema } from "@/lib/api/common";
import { deliveryPageSchema } from "@/lib/api/webhooks";
import { route } from "@/lib/http/handle";
import { listDeliveries } from "@/lib/notifications/list-deliveries";

export const GET = route(
  {
    summary: "List a webhook's deliveries of the last 30 days, newest first",
    params: pathIdSchema,
    query: pageQuerySchema,
    answer: deliveryPageSchema,
  },
  async ({ ctx, params, query }) => await listDeliveries(ctx, { ...query, ...params }),
);
