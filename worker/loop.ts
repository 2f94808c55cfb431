export type Loop = { stop(): Promise<void> };

/** Runs `work` now and again `milliseconds` after each end. A failure is reported and doesn't end the loop. */
export function every(
  milliseconds: number,
  work: (stopping: AbortSignal) => Promise<unknown>,
  onError: (error: unknown) => void,
): Loop {
  const stopping = new AbortController();
  const run = async () => {
    while (!stopping.signal.aborted) {
      await work(stopping.signal).catch(onError);
      await pause(milliseconds, stopping.signal);
    }
  };
  const done = run();
  return {
    async stop() {
      stopping.abort();
      await done;
    },
  };
}

/**
 * Runs `work` when it is woken, and once more if it was woken while working. A failure is reported and
 * doesn't end the loop.
 */
export function whenWoken(
  work: () => Promise<void>,
  onError: (error: unknown) => void,
): Loop & { wake(): void; isIdle(): boolean } {
  let running: Promise<void> | null = null;
  let isWanted = false;
  let isStopped = false;
  const run = async () => {
    while (isWanted && !isStopped) {
      isWanted = false;
      await work().catch(onError);
    }
    running = null;
  };
  return {
    wake() {
      isWanted = true;
      if (!isStopped) running ??= run();
    },
    isIdle: () => running === null,
    async stop() {
      isStopped = true;
      await running;
    },
  };
}

export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", finish);
      resolve();
    };
    const timer = setTimeout(finish, milliseconds);
    signal.addEventListener("abort", finish);
  });
}
