import { scrub } from "@/lib/log";
import { warn } from "@/lib/terminal";
import { interruption } from "./interruption";

const INTERRUPTED = 130;
const FOR_PEOPLE = new Set(["SettingsError", "DomainError", "StartError"]);

/**
 * Runs a launcher's work and ends the process with it: quietly if it is done or was interrupted, otherwise
 * with the message and code 1. A signal doesn't cut it off, because `asked` tells it to end cleanly.
 */
export async function launchInOrder(work: (asked: AbortSignal) => Promise<void>): Promise<never> {
  const { asked } = interruption();
  return await launch(async () => {
    try {
      await work(asked);
    } catch (error) {
      if (!asked.aborted) throw error;
      process.exit(INTERRUPTED);
    }
  });
}

/** Runs a launcher's work and ends the process with it: quietly when done, otherwise with the message and code 1. */
export async function launch(work: () => Promise<void>): Promise<never> {
  try {
    await work();
    process.exit(0);
  } catch (error) {
    warn(describe(error));
    process.exit(1);
  }
}

// Messages for people are plain errors. Any other kind is a bug in this program, and its location matters.
function describe(error: unknown): string {
  if (!(error instanceof Error)) return scrub(String(error));
  const isOurs = error.constructor === Error || FOR_PEOPLE.has(error.name);
  return scrub(isOurs ? error.message : (error.stack ?? error.message));
}
