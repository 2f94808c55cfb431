import { queryOptions, useQuery } from "@tanstack/react-query";
import type { Action } from "@/lib/access/permissions";
import { request } from "./fetcher";
import { queryKeys } from "./query-keys";

const FRESH_MS = 60_000;

/** Who is signed in, and what they may do. */
export const meQuery = queryOptions({
  queryKey: queryKeys.me,
  queryFn: ({ signal }) => request(async () => (await import("@/lib/api/me")).meSchema, "/me", { signal }),
  staleTime: FRESH_MS,
});

export function useMe() {
  return useQuery(meQuery);
}

/** Whether to offer an action at all, in an environment where one is named. The server decides again; until it has said so, nothing is offered. */
export function useMay(action: Action, environmentId?: string): boolean {
  const me = useMe().data;
  const exception = me?.environments.find(({ id }) => id === environmentId);
  return (exception ?? me)?.actions.includes(action) ?? false;
}
