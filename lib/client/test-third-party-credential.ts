import { useMutation, useQueryClient } from "@tanstack/react-query";
import { thirdPartyCredentialSchema } from "@/lib/api/third-party-credentials";
import { request } from "./fetcher";
import { queryKeys } from "./query-keys";

/** Asks the provider whether it still accepts the key; the answer tells how it stands now. */
export function useTestThirdPartyCredential(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      request(thirdPartyCredentialSchema, `/third-party-credentials/${id}/test`, { method: "POST" }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.thirdPartyCredentials }),
  });
}
