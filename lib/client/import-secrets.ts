import { useMutation, useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { request } from "./fetcher";
import { queryKeys } from "./query-keys";

export type ImportSecrets = { text: string; onConflict: "skip" | "replace" };

/** Writes the lines of a .env text as static secrets. */
export function useImportSecrets(environmentId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ImportSecrets) =>
      request(z.unknown(), `/environments/${environmentId}/secrets/import`, { method: "POST", body }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.secretRows(environmentId) }),
  });
}
