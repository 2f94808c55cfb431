import { useMutation, useQueryClient } from "@tanstack/react-query";
import * as z from "zod";
import { request } from "./fetcher";
import { queryKeys } from "./query-keys";

/** Refused with `in_use` while a rotating secret needs it. */
export function useDeleteThirdPartyCredential(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request(z.unknown(), `/third-party-credentials/${id}`, { method: "DELETE" }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.thirdPartyCredentials }),
  });
}
