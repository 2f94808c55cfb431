import { DomainError } from "@/lib/errors";
import type { Trouble } from "./trouble";

const RETRY_SECONDS = 5;

/** The error that API callers get. */
export function unavailable(trouble: Trouble, cause: unknown): DomainError {
  return new DomainError("database_unavailable", trouble.says, { retryAfterSeconds: RETRY_SECONDS, cause });
}
