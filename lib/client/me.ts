import { mutationOptions, queryOptions, useQuery } from "@tanstack/react-query";
import type { Action } from "@/lib/access/permissions";
import type { UpdateMe } from "@/lib/api/me";
import { request } from "./fetcher";
import { queryKeys } from "./query-keys";

const FRESH_MS = 60_000;
const schemas = () => import("@/lib/api/me");

/** Who is signed in, and what they may do. */
export const meQuery = queryOptions({
  queryKey: queryKeys.me,
  queryFn: ({ signal }) => request(async () => (await schemas()).meSchema, "/me", { signal }),
  staleTime: FRESH_MS,
});

/** Whether to offer an action at all, in an environment where one is named. The server decides again; until it has said so, nothing is offered. */
export function useMay(action: Action, environmentId?: string): boolean {
  const me = useQuery(meQuery).data;
  const exception = me?.environments.find(({ id }) => id === environmentId);
  return (exception ?? me)?.actions.includes(action) ?? false;
}

/** Changes one's own name or password. A new password ends one's other sessions. */
export const updateMe = mutationOptions({
  mutationFn: (body: UpdateMe) =>
    request(async () => (await schemas()).meSchema, "/me", { method: "PATCH", body }),
  meta: { invalidates: [queryKeys.me, queryKeys.members, queryKeys.sessions] },
});
