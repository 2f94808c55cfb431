import { infiniteQueryOptions } from "@tanstack/react-query";
import { request } from "./fetcher";
import { FIRST_PAGE, nextCursor, pageAddress } from "./pages";
import { queryKeys } from "./query-keys";

export const AUDIT_PAGE_SIZE = 50;
const schemas = () => import("@/lib/api/audit");

/** The organisation's audit log, newest first, a page at a time. */
export const auditQuery = infiniteQueryOptions({
  queryKey: queryKeys.audit,
  queryFn: ({ pageParam, signal }) =>
    request(
      async () => (await schemas()).auditPageSchema,
      pageAddress("/audit", AUDIT_PAGE_SIZE, pageParam),
      {
        signal,
      },
    ),
  initialPageParam: FIRST_PAGE,
  getNextPageParam: nextCursor,
});
