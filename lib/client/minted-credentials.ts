import { queryOptions, useQuery } from "@tanstack/react-query";
import { mintedCredentialListSchema } from "@/lib/api/rotating-secrets";
import { request } from "./fetcher";
import { LIVE_INTERVAL_MS } from "./live";
import { queryKeys } from "./query-keys";

/** Every credential that a rotating secret ever minted, newest first. */
export function mintedCredentialsQuery(rotatingSecretId: string) {
  return queryOptions({
    queryKey: queryKeys.mintedCredentials(rotatingSecretId),
    queryFn: async ({ signal }) =>
      (
        await request(mintedCredentialListSchema, `/rotating-secrets/${rotatingSecretId}/credentials`, {
          signal,
        })
      ).credentials,
    refetchInterval: LIVE_INTERVAL_MS,
  });
}

export function useMintedCredentials(rotatingSecretId: string) {
  return useQuery(mintedCredentialsQuery(rotatingSecretId));
}
