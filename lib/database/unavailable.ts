import { DomainError } from "@/lib/errors";
import type { Trouble } from "./trouble";

const RETRY_SECONDS = 5;

/** What a caller of the API is told. */
export function unavailable(trouble: Trouble, cause: unknown): DomainError {
  return new DomainError("database_unavailable", trouble.says, { retryAfterSeconds: RETRY_SECONDS, cause });
}
