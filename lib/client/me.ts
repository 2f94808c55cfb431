import { mutationOptions, queryOptions, useQuery } from "@tanstack/react-query";
import type { Action } from "@/lib/access/permissions";
import type { UpdateMe } from "@/lib/api/me";
import { request } from "./fetcher";
import { queryKeys } from "./query-keys";

const FRESH_MS = 60_000;
const schemas = () => import("@/lib/api/me");

/** The signed-in user and their permissions. */
export const meQuery = queryOptions({
  queryKey: queryKeys.me,
  queryFn: ({ signal }) => request(async () => (await schemas()).meSchema, "/me", { signal }),
  staleTime: FRESH_MS,
});

/**
 * Whether to offer an action, in a given environment if one is named. The server decides again. Until it has
 * answered, nothing is offered.
 */
export function useMay(action: Action, environmentId?: string): boolean {
  const me = useQuery(meQuery).data;
  const exception = me?.environments.find(({ id }) => id === environmentId);
  return (exception ?? me)?.actions.includes(action) ?? false;
}

/** Changes your name or password. A new password ends your other sessions. */
export const updateMe = mutationOptions({
  mutationFn: (body: UpdateMe) =>
    request(async () => (await schemas()).meSchema, "/me", { method: "PATCH", body }),
  meta: { invalidates: [queryKeys.me, queryKeys.members, queryKeys.sessions] },
});
