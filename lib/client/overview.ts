import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { OverviewRowsQuery } from "@/lib/api/overview";
import { request } from "./fetcher";
import { LIVE_INTERVAL_MS } from "./live";
import { FIRST_PAGE, nextCursor, listInterval, pageAddress, wholeList } from "./pages";
import { queryKeys } from "./query-keys";

/** Few enough to arrive with the page itself. */
export const OVERVIEW_PAGE_SIZE = 50;
/** The most that the API returns in one page. */
const LONGEST_PAGE = 100;
const schemas = () => import("@/lib/api/overview");

/** What needs a person, with total counts and the last 30 days. */
export const needsQuery = queryOptions({
  queryKey: queryKeys.needs,
  queryFn: ({ signal }) => request(async () => (await schemas()).needsSchema, "/overview/needs", { signal }),
  refetchInterval: LIVE_INTERVAL_MS,
});

export type OverviewChoice = Omit<OverviewRowsQuery, "cursor" | "limit">;

function asSearch(choice: OverviewChoice): Record<string, string> {
  return Object.fromEntries(
    Object.entries(choice).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== "",
    ),
  );
}

/** Rotating secrets of every environment, a page at a time. */
export const overviewRowsQuery = (choice: OverviewChoice) => {
  const filter = asSearch(choice);
  return infiniteQueryOptions({
    queryKey: queryKeys.overviewRows(new URLSearchParams(filter).toString()),
    queryFn: ({ pageParam, signal }) =>
      request(
        async () => (await schemas()).overviewRowsSchema,
        pageAddress("/overview/rows", OVERVIEW_PAGE_SIZE, pageParam, filter),
        { signal },
      ),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: nextCursor,
    // Every loaded page is requested again, so a long list refreshes less often.
    refetchInterval: (query) => LIVE_INTERVAL_MS * Math.max(1, (query.state.data?.pages.length ?? 1) - 1),
  });
};

/** All rotating secrets with this admin key whose schedule a failure has paused. */
export const failedWithKeyQuery = (thirdPartyCredentialId: string) =>
  queryOptions({
    queryKey: queryKeys.failedWithKey(thirdPartyCredentialId),
    queryFn: ({ signal }) =>
      wholeList(async () => (await schemas()).overviewRowsSchema, "/overview/rows", "rows", signal, {
        filter: { state: "failed", thirdPartyCredentialId },
        limit: LONGEST_PAGE,
      }),
    select: ({ rows }) => rows.map(({ rotatingSecret }) => rotatingSecret),
    refetchInterval: ({ state }) => listInterval(state.data?.rows.length),
  });

/** The health of each environment's rotating secrets, for the rail, the switcher and the app pages. */
export const environmentCountsQuery = queryOptions({
  queryKey: queryKeys.environmentCounts,
  queryFn: ({ signal }) =>
    request(async () => (await schemas()).environmentCountsSchema, "/overview/environments", { signal }),
  select: ({ environments }) => environments,
  refetchInterval: LIVE_INTERVAL_MS,
});
