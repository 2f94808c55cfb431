import { useMutation, useQueryClient } from "@tanstack/react-query";
import type * as z from "zod";
import {
  type createThirdPartyCredentialSchema,
  thirdPartyCredentialSchema,
} from "@/lib/api/third-party-credentials";
import { request } from "./fetcher";
import { queryKeys } from "./query-keys";

/** Saves an admin key after the provider has accepted it. */
export function useCreateThirdPartyCredential() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: z.output<typeof createThirdPartyCredentialSchema>) =>
      request(thirdPartyCredentialSchema, "/third-party-credentials", { method: "POST", body }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.thirdPartyCredentials }),
    gcTime: 0,
  });
}
