import { CLOCK_TOLERANCE_SECONDS } from "@/lib/rotation/core/schedule";

/** `aheadMs`: how far the database's clock is ahead of OpenAI's. Throws if that has consequences, and names them. */
export function checkClock(aheadMs: number): { says: string; found: true } {
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  if (seconds <= CLOCK_TOLERANCE_SECONDS)
    return { says: `the database's and OpenAI's clocks are ${seconds} s apart`, found: true };
  const consequence =
    aheadMs > 0
      ? `${seconds} s ahead of OpenAI's, so Phase revokes nothing on schedule`
      : `${seconds} s behind OpenAI's, so Phase rotates and revokes that much later`;
  throw new Error(`the database's clock is ${consequence}. Correct the database server's clock`);
}
