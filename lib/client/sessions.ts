import { mutationOptions, queryOptions } from "@tanstack/react-query";
import type { Session } from "@/lib/api/sessions";
import { act } from "./fetcher";
import { wholeList } from "./pages";
import { queryKeys } from "./query-keys";

const schemas = () => import("@/lib/api/sessions");

/** The browsers in which this user is signed in. */
export const sessionsQuery = queryOptions({
  queryKey: queryKeys.sessions,
  queryFn: ({ signal }) =>
    wholeList(async () => (await schemas()).sessionListSchema, "/sessions", "sessions", signal),
  select: ({ sessions }): Session[] => sessions,
});

/** Signs another browser out. */
export const endSession = mutationOptions({
  mutationFn: (id: string) => act(`/sessions/${id}`, { method: "DELETE" }),
  meta: { invalidates: [queryKeys.sessions] },
});

/** Ends all of the user's sessions except this one. */
export const endOtherSessions = mutationOptions({
  mutationFn: () => act("/sessions", { method: "DELETE" }),
  meta: { invalidates: [queryKeys.sessions] },
});
