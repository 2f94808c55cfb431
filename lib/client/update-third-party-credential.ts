import { useMutation, useQueryClient } from "@tanstack/react-query";
import type * as z from "zod";
import {
  thirdPartyCredentialSchema,
  type updateThirdPartyCredentialSchema,
} from "@/lib/api/third-party-credentials";
import { request } from "./fetcher";
import { queryKeys } from "./query-keys";

/** Renames a credential, or replaces its key after the provider has accepted the new one. */
export function useUpdateThirdPartyCredential(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: z.output<typeof updateThirdPartyCredentialSchema>) =>
      request(thirdPartyCredentialSchema, `/third-party-credentials/${id}`, { method: "PATCH", body }),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: queryKeys.thirdPartyCredentials }),
        client.invalidateQueries({ queryKey: queryKeys.allRotatingSecrets }),
      ]),
    gcTime: 0,
  });
}
