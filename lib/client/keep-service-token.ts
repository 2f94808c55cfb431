import { useMutation, useQueryClient } from "@tanstack/react-query";
import { serviceTokenSchema } from "@/lib/api/service-tokens";
import { request } from "./fetcher";
import { queryKeys } from "./query-keys";

/** Lets a token outlive its maker. */
export function useKeepServiceToken(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request(serviceTokenSchema, `/service-tokens/${id}/keep`, { method: "POST" }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.serviceTokens }),
  });
}
