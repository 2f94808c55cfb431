import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type CreateWebhook, webhookWithSecretSchema } from "@/lib/api/webhooks";
import { request } from "./fetcher";
import { queryKeys } from "./query-keys";

/** The answer is one of the two places where the signing secret is ever seen; no cache keeps it. */
export function useCreateWebhook() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: CreateWebhook) =>
      request(webhookWithSecretSchema, "/webhooks", { method: "POST", body }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.webhooks }),
    gcTime: 0,
  });
}
