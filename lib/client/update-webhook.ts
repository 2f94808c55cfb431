import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type UpdateWebhook, webhookSchema } from "@/lib/api/webhooks";
import { request } from "./fetcher";
import { queryKeys } from "./query-keys";

export function useUpdateWebhook(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: UpdateWebhook) => request(webhookSchema, `/webhooks/${id}`, { method: "PATCH", body }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.webhooks }),
  });
}
