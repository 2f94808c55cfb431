import { queryOptions, useQuery } from "@tanstack/react-query";
import { thirdPartyCredentialListSchema } from "@/lib/api/third-party-credentials";
import { request } from "./fetcher";
import { LIVE_INTERVAL_MS } from "./live";
import { queryKeys } from "./query-keys";

export const thirdPartyCredentialsQuery = queryOptions({
  queryKey: queryKeys.thirdPartyCredentials,
  queryFn: async ({ signal }) =>
    (await request(thirdPartyCredentialListSchema, "/third-party-credentials", { signal }))
      .thirdPartyCredentials,
  refetchInterval: LIVE_INTERVAL_MS,
});

/** The admin keys of the organisation, without the keys. The worker may find one invalid at any time. */
export function useThirdPartyCredentials() {
  return useQuery(thirdPartyCredentialsQuery);
}
