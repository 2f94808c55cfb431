import { useMutation, useQueryClient } from "@tanstack/react-query";
import { deliverySchema } from "@/lib/api/webhooks";
import { request } from "./fetcher";
import { queryKeys } from "./query-keys";

/** Sends a test message; the delivery log tells how it went. */
export function useTestWebhook(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request(deliverySchema, `/webhooks/${id}/test`, { method: "POST" }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.webhookDeliveries(id) }),
  });
}
