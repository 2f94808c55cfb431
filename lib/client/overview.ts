import { useQuery } from "@tanstack/react-query";
import { overviewSchema } from "@/lib/api/rotating-secrets";
import { request } from "./fetcher";
import { LIVE_INTERVAL_MS } from "./live";
import { queryKeys } from "./query-keys";

/** Every rotating secret of the organisation, worst first, and what deleted ones still owe. */
export function useOverview() {
  return useQuery({
    queryKey: queryKeys.overview,
    queryFn: ({ signal }) => request(overviewSchema, "/overview", { signal }),
    refetchInterval: LIVE_INTERVAL_MS,
  });
}
