import type { Logger } from "pino";

/** pg-boss stores what a handler throws, in plain text: only this leaves one. */
class JobFailed extends Error {
  override readonly name = "JobFailed";
  constructor() {
    super("The job failed. The worker's log has the reason.");
  }
}

/** Runs a job's work and returns nothing: a return value would be stored as well. */
export async function safely(log: Logger, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    log.error({ err: error }, "A job failed; it is tried again");
    throw new JobFailed();
  }
}
