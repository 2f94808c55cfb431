import { useMutation, useQueryClient } from "@tanstack/react-query";
import { deliverySchema } from "@/lib/api/webhooks";
import { request } from "./fetcher";
import { queryKeys } from "./query-keys";

/** Sends the same message again, now. */
export function useRedeliver(webhookId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (deliveryId: string) =>
      request(deliverySchema, `/webhooks/${webhookId}/deliveries/${deliveryId}/redeliver`, {
        method: "POST",
      }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.webhookDeliveries(webhookId) }),
  });
}
