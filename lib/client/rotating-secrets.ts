import { queryOptions, useQuery } from "@tanstack/react-query";
import { rotatingSecretListSchema } from "@/lib/api/rotating-secrets";
import { request } from "./fetcher";
import { LIVE_INTERVAL_MS } from "./live";
import { queryKeys } from "./query-keys";

export function rotatingSecretsQuery(environmentId: string) {
  return queryOptions({
    queryKey: queryKeys.rotatingSecrets(environmentId),
    queryFn: async ({ signal }) =>
      (await request(rotatingSecretListSchema, `/environments/${environmentId}/rotating-secrets`, { signal }))
        .rotatingSecrets,
    refetchInterval: LIVE_INTERVAL_MS,
  });
}

export function useRotatingSecrets(environmentId: string) {
  return useQuery(rotatingSecretsQuery(environmentId));
}
