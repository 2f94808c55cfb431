import { queryOptions, useQuery } from "@tanstack/react-query";
import { request } from "./fetcher";
import { LIVE_INTERVAL_MS } from "./live";
import { queryKeys } from "./query-keys";

export function rotatingSecretsQuery(environmentId: string) {
  return queryOptions({
    queryKey: queryKeys.rotatingSecrets(environmentId),
    queryFn: async ({ signal }) =>
      (
        await request(
          async () => (await import("@/lib/api/rotating-secrets")).rotatingSecretListSchema,
          `/environments/${environmentId}/rotating-secrets`,
          { signal },
        )
      ).rotatingSecrets,
    refetchInterval: LIVE_INTERVAL_MS,
  });
}

export function useRotatingSecrets(environmentId: string) {
  return useQuery(rotatingSecretsQuery(environmentId));
}
