/** The process's own time, for waits and durations. The database's clock decides what is due. */
export type Clock = {
  /** Never goes back. Milliseconds since some moment of the process's life. */
  monotonicMs: () => number;
  sleep: (milliseconds: number) => Promise<void>;
};

export const systemClock: Clock = {
  monotonicMs: () => performance.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};
