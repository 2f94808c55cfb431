export function spread(ms: number): number {
  return ms * (0.67 + Math.random() * 0.66);
}

/** Whether it keeps an otherwise finished program running. */
export function pause(ms: number, keepsRunning: boolean): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    if (!keepsRunning) timer.unref();
  });
}
