/** Sent by a page with background requests, which don't keep a session alive. */
export const BACKGROUND_HEADER = "x-phase-background";
