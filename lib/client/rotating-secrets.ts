import type { EventType } from "@/lib/lists/events";
import {
  infiniteQueryOptions,
  mutationOptions,
  queryOptions,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import type * as z from "zod";
import type {
  CreateRotatingSecret,
  RotatingSecret,
  rotatingSecretListSchema,
  UpdateRotatingSecret,
} from "@/lib/api/rotating-secrets";
import { createKey } from "./creations";
import { act, request } from "./fetcher";
import { LIVE_INTERVAL_MS } from "./live";
import { FIRST_PAGE, listInterval, nextCursor, pageAddress, wholeList } from "./pages";
import { changedByRotation, queryKeys } from "./query-keys";

export const EVENTS_PAGE_SIZE = 25;
const schemas = () => import("@/lib/api/rotating-secrets");
const schema = async () => (await schemas()).rotatingSecretSchema;

export const rotatingSecretsQuery = (environmentId: string) =>
  queryOptions({
    queryKey: queryKeys.rotatingSecrets(environmentId),
    queryFn: ({ signal }) =>
      wholeList(
        async () => (await schemas()).rotatingSecretListSchema,
        `/environments/${environmentId}/rotating-secrets`,
        "rotatingSecrets",
        signal,
      ),
    select: ({ rotatingSecrets }): RotatingSecret[] => rotatingSecrets,
    refetchInterval: ({ state }) => listInterval(state.data?.rotatingSecrets.length),
  });

export const rotatingSecretQuery = (id: string) =>
  queryOptions({
    queryKey: queryKeys.rotatingSecret(id),
    queryFn: ({ signal }) => request(schema, `/rotating-secrets/${id}`, { signal }),
    refetchInterval: LIVE_INTERVAL_MS,
  });

/** One rotating secret. Data from a list on the page is available immediately. */
export function useRotatingSecret(id: string) {
  const lists = useQueryClient().getQueriesData<z.output<typeof rotatingSecretListSchema>>({
    queryKey: queryKeys.rotatingSecretLists,
  });
  const known = lists.flatMap(([, list]) => list?.rotatingSecrets ?? []).find((secret) => secret.id === id);
  return useQuery({ ...rotatingSecretQuery(id), ...(known && { placeholderData: known }) });
}

/** The events of a rotating secret, newest first, a page at a time: of one type, or of all. */
export const rotationEventsQuery = (id: string, type: EventType | null = null) =>
  infiniteQueryOptions({
    queryKey: queryKeys.rotationEvents(id, type),
    queryFn: ({ pageParam, signal }) =>
      request(
        async () => (await schemas()).eventPageSchema,
        pageAddress(
          `/rotating-secrets/${id}/events`,
          EVENTS_PAGE_SIZE,
          pageParam,
          type === null ? {} : { type },
        ),
        { signal },
      ),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: nextCursor,
    // Every loaded page is requested again, so a long list refreshes less often.
    refetchInterval: (query) => LIVE_INTERVAL_MS * Math.max(1, (query.state.data?.pages.length ?? 1) - 2),
  });

/** Creates a rotating secret. The response arrives after its first mint. */
export const createRotatingSecret = (environmentId: string) =>
  mutationOptions({
    mutationKey: createKey(environmentId),
    // A failed one keeps its input until someone has seen it.
    gcTime: Infinity,
    mutationFn: async (body: CreateRotatingSecret) =>
      await (
        await import("./request-once")
      ).requestOnce(schema, `/environments/${environmentId}/rotating-secrets`, { method: "POST", body }),
    meta: { invalidates: changedByRotation(environmentId) },
  });

export const updateRotatingSecret = (environmentId: string, id: string) =>
  mutationOptions({
    mutationFn: (body: UpdateRotatingSecret) =>
      request(schema, `/rotating-secrets/${id}`, { method: "PATCH", body }),
    meta: { invalidates: changedByRotation(environmentId) },
  });

export const deleteRotatingSecret = (environmentId: string, id: string) =>
  mutationOptions({
    mutationFn: () => act(`/rotating-secrets/${id}`, { method: "DELETE" }),
    meta: { invalidates: changedByRotation(environmentId) },
  });

export type RotateMode = "graceful" | "break_glass";

export const rotateRotatingSecret = (environmentId: string, id: string) =>
  mutationOptions({
    mutationFn: (mode: RotateMode) =>
      act(`/rotating-secrets/${id}/rotate`, { method: "POST", body: { mode } }),
    meta: { invalidates: changedByRotation(environmentId) },
  });

export const pauseRotatingSecret = (environmentId: string, id: string) =>
  mutationOptions({
    mutationFn: () => act(`/rotating-secrets/${id}/pause`, { method: "POST" }),
    meta: { invalidates: changedByRotation(environmentId) },
  });

export type ResumeWhen = "now" | "keep_schedule";

type Resume = { ids: readonly string[]; when: ResumeWhen };

/**
 * Resumes several rotating secrets, in any environments. Returns how many it resumed, and throws only if it
 * resumed none.
 */
export const resumeRotatingSecrets = mutationOptions({
  mutationFn: async ({ ids, when }: Resume): Promise<number> => {
    const ends = await Promise.allSettled(
      ids.map((id) => act(`/rotating-secrets/${id}/resume`, { method: "POST", body: { when } })),
    );
    const refused = ends.filter((end) => end.status === "rejected");
    if (refused[0] !== undefined && refused.length === ends.length) throw refused[0].reason;
    return ends.length - refused.length;
  },
  meta: {
    invalidates: [queryKeys.allSecretRows, queryKeys.allRotatingSecrets, queryKeys.thirdPartyCredentials],
  },
});
