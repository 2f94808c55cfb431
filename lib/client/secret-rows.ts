import { queryOptions, useQuery } from "@tanstack/react-query";
import { request } from "./fetcher";
import { LIVE_INTERVAL_MS } from "./live";
import { queryKeys } from "./query-keys";

/** The rows of an environment, without values. */
export function secretRowsQuery(environmentId: string) {
  return queryOptions({
    queryKey: queryKeys.secretRows(environmentId),
    queryFn: async ({ signal }) =>
      (
        await request(
          async () => (await import("@/lib/api/secrets")).secretRowListSchema,
          `/environments/${environmentId}/secret-rows`,
          { signal },
        )
      ).secrets,
    refetchInterval: LIVE_INTERVAL_MS,
  });
}

export function useSecretRows(environmentId: string) {
  return useQuery(secretRowsQuery(environmentId));
}
