import { queryOptions } from "@tanstack/react-query";
import { request } from "./fetcher";
import { LIVE_INTERVAL_MS } from "./live";
import { queryKeys } from "./query-keys";

/** The state of this installation. */
export const systemQuery = queryOptions({
  queryKey: queryKeys.system,
  queryFn: ({ signal }) =>
    request(async () => (await import("@/lib/api/system")).systemSchema, "/system", { signal }),
  refetchInterval: LIVE_INTERVAL_MS,
});
