import { infiniteQueryOptions, useInfiniteQuery } from "@tanstack/react-query";
import { eventPageSchema } from "@/lib/api/rotating-secrets";
import { request } from "./fetcher";
import { LIVE_INTERVAL_MS } from "./live";
import { queryKeys } from "./query-keys";

const PAGE_SIZE = 25;

/** What happened to a rotating secret, newest first, a page at a time. */
export function rotationEventsQuery(rotatingSecretId: string) {
  return infiniteQueryOptions({
    queryKey: queryKeys.rotationEvents(rotatingSecretId),
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: String(PAGE_SIZE) });
      if (pageParam !== null) query.set("cursor", pageParam);
      return request(eventPageSchema, `/rotating-secrets/${rotatingSecretId}/events?${query}`, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    // Every loaded page is asked for again, so a long list asks less often.
    refetchInterval: (query) => LIVE_INTERVAL_MS * Math.max(1, (query.state.data?.pages.length ?? 1) - 2),
  });
}

export function useRotationEvents(rotatingSecretId: string) {
  return useInfiniteQuery(rotationEventsQuery(rotatingSecretId));
}
