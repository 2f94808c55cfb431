import { mutationOptions, queryOptions } from "@tanstack/react-query";
import type { App } from "@/lib/api/apps";
import { request } from "./fetcher";
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
