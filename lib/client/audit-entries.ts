import { useInfiniteQuery } from "@tanstack/react-query";
import { auditPageSchema } from "@/lib/api/audit";
import { request } from "./fetcher";
import { queryKeys } from "./query-keys";

const PAGE_SIZE = 50;

/** The organisation's audit log, newest first, a page at a time. */
export function useAuditEntries() {
  return useInfiniteQuery({
    queryKey: queryKeys.audit,
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: String(PAGE_SIZE) });
      if (pageParam !== null) query.set("cursor", pageParam);
      return request(auditPageSchema, `/audit?${query}`, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}
