import { useMutation, useQueryClient } from "@tanstack/react-query";
import type * as z from "zod";
import { secretRowSchema, type updateSecretSchema } from "@/lib/api/secrets";
import { request } from "./fetcher";
import { queryKeys } from "./query-keys";

export function useUpdateSecret(environmentId: string, secretId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: z.output<typeof updateSecretSchema>) =>
      request(secretRowSchema, `/secrets/${secretId}`, { method: "PATCH", body }),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: queryKeys.secretRows(environmentId) }),
        client.invalidateQueries({ queryKey: queryKeys.rotatingSecrets(environmentId) }),
      ]),
  });
}
