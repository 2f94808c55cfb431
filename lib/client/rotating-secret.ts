import { queryOptions, useQuery } from "@tanstack/react-query";
import { rotatingSecretSchema } from "@/lib/api/rotating-secrets";
import { request } from "./fetcher";
import { LIVE_INTERVAL_MS } from "./live";
import { queryKeys } from "./query-keys";

export function rotatingSecretQuery(id: string) {
  return queryOptions({
    queryKey: queryKeys.rotatingSecret(id),
    queryFn: ({ signal }) => request(rotatingSecretSchema, `/rotating-secrets/${id}`, { signal }),
    refetchInterval: LIVE_INTERVAL_MS,
  });
}

export function useRotatingSecret(id: string) {
  return useQuery(rotatingSecretQuery(id));
}
