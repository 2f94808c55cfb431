/**
 * For requests that may outlast the patience of a proxy between the page and Phase: repeats until Phase
 * itself responds. Every attempt has the same Idempotency-Key, so Phase does the work once and gives the same
 * response.
 */
import type * as z from "zod";
import { ApiError, isFromPhase, request } from "./fetcher";

const WAIT_MS = 3_000;
/** Phase checks a first key at OpenAI for 90 seconds, and each call there has its own time limit. */
const LONGEST_MS = 240_000;

/** @throws ApiError */
export async function requestOnce<Schema extends z.ZodType>(
  loadSchema: () => Promise<Schema>,
  path: string,
  options: { method: "POST"; body: unknown },
): Promise<z.output<Schema>> {
  const idempotencyKey = newKey();
  for (let waitedMs = 0; ; waitedMs += WAIT_MS) {
    try {
      return await request(loadSchema, path, { ...options, idempotencyKey });
    } catch (error) {
      if (!isStillOpen(error) || waitedMs >= LONGEST_MS) throw error;
    }
    await new Promise((done) => setTimeout(done, WAIT_MS));
  }
}

/** Phase is still working, or a gateway stopped waiting for Phase. */
function isStillOpen(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  return error.code === "idempotency_in_flight" || (error.status >= 500 && !isFromPhase(error));
}

/** `crypto.randomUUID` is missing if the console is opened over plain http. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}
