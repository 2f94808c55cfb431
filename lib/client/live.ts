/** How often data that the worker may change is requested again. Queries pause while the page is hidden. */
export const LIVE_INTERVAL_MS = 1_500;
