/** Sent by a page with what it asks while nobody touches it: that keeps no session alive. */
export const BACKGROUND_HEADER = "x-phase-background";
