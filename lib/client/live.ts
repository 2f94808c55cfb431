/** How often what the worker may change is asked for again. Queries pause while the page is hidden. */
export const LIVE_INTERVAL_MS = 1_500;
