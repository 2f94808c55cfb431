import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type * as z from "zod";
import { foundSecretsSchema } from "@/lib/api/secrets";
import { request } from "./fetcher";
import { queryKeys } from "./query-keys";

export type FoundSecrets = z.infer<typeof foundSecretsSchema>["secrets"];

/** Rows of every environment that hold the words of `search`, without values. Nothing is asked before something is typed. */
export function useFoundSecrets(search: string) {
  const wanted = search.trim();
  return useQuery({
    queryKey: queryKeys.foundSecrets(wanted),
    queryFn: async ({ signal }) =>
      (await request(foundSecretsSchema, `/secrets?${new URLSearchParams({ search: wanted })}`, { signal }))
        .secrets,
    enabled: wanted !== "",
    placeholderData: keepPreviousData,
  });
}
