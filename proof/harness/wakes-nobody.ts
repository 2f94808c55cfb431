import type { WakeQueue } from "@/lib/queue/queue";

/** Wake-ups are lost: rows are the truth, and workers look for work there. */
export const WAKES_NOBODY: WakeQueue = { wake: () => Promise.resolve(), hear: () => undefined };
