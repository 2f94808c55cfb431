import { once } from "node:events";
import { interruption } from "./interruption";
import { type Program, type Running, startProgram } from "./program";

/**
 * Runs programs, started in this order, until a signal comes, and then stops them in reverse order. A second
 * signal kills them. `onReady` is called once all of them are ready. @throws Error if one of them ends before
 * it was ready
 */
export async function supervise(
  programs: readonly Program[],
  onReady: () => Promise<void> | void,
): Promise<void> {
  const { asked, forced } = interruption();
  const running: Running[] = [];
  const interrupted = asked.aborted ? Promise.resolve() : once(asked, "abort");
  forced.addEventListener("abort", () => running.forEach((program) => program.kill()));
  try {
    for (const program of programs) {
      if (asked.aborted) break;
      const started = startProgram(program);
      running.push(started);
      await Promise.race([started.ready, interrupted]);
    }
    if (!asked.aborted) await onReady();
    await interrupted;
  } finally {
    for (const program of running.toReversed()) await program.stop();
  }
}
