import { useMutation, useQueryClient } from "@tanstack/react-query";
import * as z from "zod";
import { request } from "./fetcher";
import { queryKeys } from "./query-keys";

export function useDeleteSecret(environmentId: string, secretId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request(z.unknown(), `/secrets/${secretId}`, { method: "DELETE" }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.secretRows(environmentId) }),
  });
}
