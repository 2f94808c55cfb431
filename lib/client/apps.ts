import { mutationOptions, queryOptions } from "@tanstack/react-query";
import type { App, UpdateApp } from "@/lib/api/apps";
import { act, request } from "./fetcher";
import { wholeList } from "./pages";
import { queryKeys } from "./query-keys";

const FRESH_MS = 30_000;
const schemas = () => import("@/lib/api/apps");

/** The apps with their environments. */
export const appsQuery = queryOptions({
  queryKey: queryKeys.apps,
  queryFn: ({ signal }) => wholeList(async () => (await schemas()).appListSchema, "/apps", "apps", signal),
  select: ({ apps }): App[] => apps,
  staleTime: FRESH_MS,
});

/** Creates an app with its three environments. */
export const createApp = mutationOptions({
  mutationFn: (body: { name: string }) =>
    request(async () => (await schemas()).appSchema, "/apps", { method: "POST", body }),
  meta: { invalidates: [queryKeys.apps] },
});

/** Every list of rotating secrets and the search contain names of apps and environments. */
const changedByNames = [queryKeys.apps, queryKeys.allRotatingSecrets];

export const updateApp = (id: string) =>
  mutationOptions({
    mutationFn: (body: UpdateApp) =>
      request(async () => (await schemas()).appSchema, `/apps/${id}`, { method: "PATCH", body }),
    meta: { invalidates: changedByNames },
  });

export const createEnvironment = (appId: string) =>
  mutationOptions({
    mutationFn: (body: { name: string }) =>
      request(async () => (await schemas()).placedEnvironmentSchema, `/apps/${appId}/environments`, {
        method: "POST",
        body,
      }),
    meta: { invalidates: changedByNames },
  });

export const renameEnvironment = (id: string) =>
  mutationOptions({
    mutationFn: (body: { name: string }) =>
      request(async () => (await schemas()).placedEnvironmentSchema, `/environments/${id}`, {
        method: "PATCH",
        body,
      }),
    meta: { invalidates: changedByNames },
  });

/** An app with its environments, or one environment: with all secrets in them. */
export const deletePlace = (path: string) =>
  mutationOptions({
    mutationFn: () => act(path, { method: "DELETE" }),
    meta: { invalidates: changedByNames },
  });
