import { scrub } from "@/lib/log";

/** Runs a launcher's work and ends the process with it: quietly when done, else with the message and code 1. */
export async function launch(work: () => Promise<void>): Promise<never> {
  try {
    await work();
    process.exit(0);
  } catch (error) {
    console.error(describe(error));
    process.exit(1);
  }
}

// Messages made for people come as plain errors; any other kind is a fault of this program, and its place matters.
function describe(error: unknown): string {
  if (!(error instanceof Error)) return scrub(String(error));
  const isOurs =
    error.constructor === Error || error.name === "SettingsError" || error.name === "DomainError";
  return scrub(isOurs ? error.message : (error.stack ?? error.message));
}
