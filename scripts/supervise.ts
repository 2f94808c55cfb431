import { type Program, type Running, startProgram } from "./program";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
// One Ctrl-C arrives more than once: from the terminal, and passed on by npm.
const SAME_KEYSTROKE_MS = 1_000;

/**
 * Runs programs, started in this order, until a signal comes; then stops them in the opposite order.
 * A second signal kills them. `onReady` is called once all of them are ready.
 * @throws Error when one of them ends before it was ready
 */
export async function supervise(
  programs: readonly Program[],
  onReady: () => Promise<void> | void,
): Promise<void> {
  const running: Running[] = [];
  const asked = askedToStop(() => running.forEach((program) => program.kill()));
  try {
    for (const program of programs) {
      const started = startProgram(program);
      running.push(started);
      await Promise.race([started.ready, asked.once]);
      if (asked.isAsked()) break;
    }
    if (!asked.isAsked()) await onReady();
    await asked.once;
  } finally {
    for (const program of running.toReversed()) await program.stop();
  }
}

function askedToStop(onSecond: () => void): { once: Promise<void>; isAsked: () => boolean } {
  let firstAt: number | undefined;
  const once = new Promise<void>((done) => {
    for (const signal of SIGNALS) {
      process.on(signal, () => {
        if (firstAt !== undefined) {
          if (Date.now() - firstAt > SAME_KEYSTROKE_MS) onSecond();
          return;
        }
        firstAt = Date.now();
        console.error("Stopping… (again to force)");
        done();
      });
    }
  });
  return { once, isAsked: () => firstAt !== undefined };
}
