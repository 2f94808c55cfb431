import { once } from "node:events";
import { warn } from "@/lib/terminal";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
// One Ctrl-C arrives more than once: from the terminal, and passed on by npm.
const SAME_KEYSTROKE_MS = 1_000;

export type Interruption = {
  /** Aborts at the first signal that asks this process to stop. */
  asked: AbortSignal;
  /** Aborts at the second one. */
  forced: AbortSignal;
};

let listening: Interruption | undefined;

/** From the first call on, signals no longer end this process immediately. It must watch `asked`, and end cleanly. */
export function interruption(): Interruption {
  return (listening ??= listen());
}

/** Rejects when this process is asked to stop. Concurrent work isn't interrupted, so that it can clean up. */
export async function interrupted(): Promise<never> {
  const { asked } = interruption();
  if (!asked.aborted) await once(asked, "abort");
  throw new Error("Interrupted.");
}

function listen(): Interruption {
  const asked = new AbortController();
  const forced = new AbortController();
  let firstAt: number | undefined;
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (firstAt === undefined) {
        firstAt = Date.now();
        warn("Stopping… (again to force)");
        asked.abort();
      } else if (Date.now() - firstAt > SAME_KEYSTROKE_MS) forced.abort();
    });
  }
  // The reader has gone, as `head` does once it has its lines, which ends a program in a pipeline.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => asked.abort());
  return { asked: asked.signal, forced: forced.signal };
}
