/** The sort orders and filters of the overview's table. */
export const OVERVIEW_SORTS = ["state", "name", "place", "project", "age", "next", "owed"] as const;
export type OverviewSort = (typeof OVERVIEW_SORTS)[number];

export const OVERVIEW_ORDERS = ["asc", "desc"] as const;
export type OverviewOrder = (typeof OVERVIEW_ORDERS)[number];

export const OVERVIEW_SEARCH_MAX_LENGTH = 200;

export const OVERVIEW_STATES = ["failed", "degraded", "paused", "healthy", "owed"] as const;
export type OverviewState = (typeof OVERVIEW_STATES)[number];
