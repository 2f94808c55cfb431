import { useMutation, useQueryClient } from "@tanstack/react-query";
import * as z from "zod";
import { request } from "./fetcher";
import { queryKeys } from "./query-keys";

export function useRevokeServiceToken(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request(z.unknown(), `/service-tokens/${id}`, { method: "DELETE" }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.serviceTokens }),
  });
}
