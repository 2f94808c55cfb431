import { useMutation, useQueryClient } from "@tanstack/react-query";
import { webhookWithSecretSchema } from "@/lib/api/webhooks";
import { request } from "./fetcher";
import { queryKeys } from "./query-keys";

/** The answer shows the new signing secret; no cache keeps it. */
export function useRotateWebhookSecret(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request(webhookWithSecretSchema, `/webhooks/${id}/rotate-secret`, { method: "POST" }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.webhooks }),
    gcTime: 0,
  });
}
