import { infiniteQueryOptions } from "@tanstack/react-query";
import { request } from "./fetcher";
import { LIVE_INTERVAL_MS } from "./live";
import { FIRST_PAGE, nextCursor, pageAddress } from "./pages";
import { queryKeys } from "./query-keys";

export const AUDIT_PAGE_SIZE = 50;
const schemas = () => import("@/lib/api/audit");

/** The organisation's audit log, newest first, a page at a time. `filter` has the API's form. */
export const auditQuery = (filter: Readonly<Record<string, string>>) =>
  infiniteQueryOptions({
    queryKey: queryKeys.audit(new URLSearchParams(filter).toString()),
    queryFn: ({ pageParam, signal }) =>
      request(
        async () => (await schemas()).auditPageSchema,
        pageAddress("/audit", AUDIT_PAGE_SIZE, pageParam, filter),
        { signal },
      ),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: nextCursor,
    // Every loaded page is requested again, so a long list refreshes less often.
    refetchInterval: (query) => LIVE_INTERVAL_MS * Math.max(1, (query.state.data?.pages.length ?? 1) - 1),
  });
