/** The process's own time, for waits and for how long something has taken. What is due, the database's clock decides. */
export type Clock = {
  /** Never set back. Milliseconds since some moment of the process's life. */
  monotonicMs: () => number;
  sleep: (milliseconds: number) => Promise<void>;
};

export const systemClock: Clock = {
  monotonicMs: () => performance.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};
