import type { PositionMemory } from "@/lib/history/memory";

/** For suites in which the database loses nothing. */
export const NO_MEMORY: PositionMemory = {
  recall: () => Promise.resolve(null),
  keep: () => Promise.resolve(),
};
