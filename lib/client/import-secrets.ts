import { useMutation, useQueryClient } from "@tanstack/react-query";
import type * as z from "zod";
import { importedSecretsSchema, type importSecretsSchema } from "@/lib/api/secrets";
import { request } from "./fetcher";
import { queryKeys } from "./query-keys";

export type ImportedSecrets = z.output<typeof importedSecretsSchema>;
export type ImportSecrets = z.output<typeof importSecretsSchema>;

/** Writes the lines of a .env text as static secrets. */
export function useImportSecrets(environmentId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ImportSecrets) =>
      request(importedSecretsSchema, `/environments/${environmentId}/secrets/import`, {
        method: "POST",
        body,
      }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.secretRows(environmentId) }),
  });
}
