import { useMutation, useQueryClient } from "@tanstack/react-query";
import type * as z from "zod";
import { type createSecretSchema, secretRowSchema } from "@/lib/api/secrets";
import { request } from "./fetcher";
import { queryKeys } from "./query-keys";

export function useCreateSecret(environmentId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: z.output<typeof createSecretSchema>) =>
      request(secretRowSchema, `/environments/${environmentId}/secrets`, { method: "POST", body }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.secretRows(environmentId) }),
  });
}
