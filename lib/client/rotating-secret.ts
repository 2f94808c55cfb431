import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type RotatingSecret, rotatingSecretSchema } from "@/lib/api/rotating-secrets";
import { request } from "./fetcher";
import { LIVE_INTERVAL_MS } from "./live";
import { queryKeys } from "./query-keys";

/** One rotating secret; what a list on the page already knows of it is there at once. */
export function useRotatingSecret(id: string) {
  const client = useQueryClient();
  const lists = client.getQueriesData<RotatingSecret[]>({ queryKey: queryKeys.rotatingSecretLists });
  const known = lists.flatMap(([, secrets]) => secrets ?? []).find((secret) => secret.id === id);
  return useQuery({
    queryKey: queryKeys.rotatingSecret(id),
    queryFn: ({ signal }) => request(rotatingSecretSchema, `/rotating-secrets/${id}`, { signal }),
    refetchInterval: LIVE_INTERVAL_MS,
    ...(known && { placeholderData: known }),
  });
}
