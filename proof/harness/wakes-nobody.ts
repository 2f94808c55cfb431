import type { WakeQueue } from "@/lib/queue/queue";

/** Wake-ups are lost: rows are the truth, and whoever needs work done looks for it there. */
export const WAKES_NOBODY: WakeQueue = { wake: () => Promise.resolve(), hear: () => undefined };
