import { useQuery } from "@tanstack/react-query";
import { webhookListSchema } from "@/lib/api/webhooks";
import { request } from "./fetcher";
import { queryKeys } from "./query-keys";

export function useWebhooks() {
  return useQuery({
    queryKey: queryKeys.webhooks,
    queryFn: async ({ signal }) => (await request(webhookListSchema, "/webhooks", { signal })).webhooks,
  });
}
