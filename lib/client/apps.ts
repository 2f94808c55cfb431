import { queryOptions, useQuery } from "@tanstack/react-query";
import { request } from "./fetcher";
import { queryKeys } from "./query-keys";

const FRESH_MS = 30_000;

export const appsQuery = queryOptions({
  queryKey: queryKeys.apps,
  queryFn: async ({ signal }) =>
    (await request(async () => (await import("@/lib/api/apps")).appListSchema, "/apps", { signal })).apps,
  staleTime: FRESH_MS,
});

/** The apps with their environments. */
export function useApps() {
  return useQuery(appsQuery);
}
