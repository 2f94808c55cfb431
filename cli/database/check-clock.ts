import { CLOCK_TOLERANCE_SECONDS } from "@/lib/rotation/core/schedule";

/** `aheadMs`: by how much the database's clock is ahead of OpenAI's. Throws where that has consequences, and says which. */
export function checkClock(aheadMs: number): { says: string; found: true } {
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  if (seconds <= CLOCK_TOLERANCE_SECONDS)
    return { says: `the database's and OpenAI's are ${seconds} s apart`, found: true };
  const consequence =
    aheadMs > 0
      ? `${seconds} s ahead of OpenAI's: Phase revokes no credential by time`
      : `${seconds} s behind OpenAI's: Phase rotates and revokes that much later`;
  throw new Error(`the database's is ${consequence}. Set the database server's clock right`);
}
