const PASSED_ON: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2"];

/** These a terminal sends to the whole foreground group, the command included. */
const FROM_TERMINAL: readonly NodeJS.Signals[] = ["SIGINT", "SIGQUIT"];

/** Hands this process's signals to `receive` instead of dying by them. Answers how to stop that. */
export function passSignals(receive: (signal: NodeJS.Signals, typed: boolean) => void): () => void {
  const terminal = process.stdin.isTTY === true;
  const listeners = PASSED_ON.map((signal) => {
    const listener = () => receive(signal, terminal && FROM_TERMINAL.includes(signal));
    process.on(signal, listener);
    return () => process.off(signal, listener);
  });
  return () => listeners.forEach((stop) => stop());
}
