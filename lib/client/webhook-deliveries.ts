import { useInfiniteQuery } from "@tanstack/react-query";
import { deliveryPageSchema } from "@/lib/api/webhooks";
import { request } from "./fetcher";
import { LIVE_INTERVAL_MS } from "./live";
import { queryKeys } from "./query-keys";

const PAGE_SIZE = 20;

/** One webhook's deliveries, newest first, a page at a time; kept up to date while they are shown. */
export function useWebhookDeliveries(id: string) {
  return useInfiniteQuery({
    queryKey: queryKeys.webhookDeliveries(id),
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: String(PAGE_SIZE) });
      if (pageParam !== null) query.set("cursor", pageParam);
      return request(deliveryPageSchema, `/webhooks/${id}/deliveries?${query}`, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: LIVE_INTERVAL_MS,
  });
}
