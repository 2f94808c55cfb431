/** The only place that turns an error into HTTP. Unknown errors are logged, and the response doesn't reveal them. */
import type { Logger } from "pino";
import { isBusy } from "@/lib/database/busy";
import { SealError } from "@/lib/crypto/sealed";
import { databaseTroubleOf } from "@/lib/database/from-database";
import { type OutageLog, outageLog } from "@/lib/database/outage-log";
import { troubleOf } from "@/lib/database/trouble";
import { unavailable } from "@/lib/database/unavailable";
import { DomainError } from "@/lib/errors";
import { ProviderError } from "@/lib/providers/provider-error";
import { Prisma } from "@/lib/generated/prisma/client";
import { refusal } from "./refusal";

/** A frozen process loses its locks after about this time. */
const BUSY_SECONDS = 5;

export function errorAnswer(
  error: unknown,
  requestId: string,
  log: Logger,
  outages: Pick<OutageLog, "failed"> = outageLog(),
): Response {
  const known = asDomainError(error);
  const trouble = known.code === "database_unavailable" ? troubleOf(known.details.cause) : null;
  if (trouble !== null) outages.failed(trouble);
  else if (known.status >= 500) {
    // OpenAI's trouble isn't this installation's.
    const level =
      known.details.cause instanceof ProviderError && known.code !== "internal" ? "warn" : "error";
    log[level]({ requestId, err: error }, "A request failed.");
  }
  return refusal(known, requestId);
}

function asDomainError(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  if (error instanceof SealError) {
    return new DomainError(
      "sealed",
      "The key ring can't decrypt stored values. Check PHASE_ENCRYPTION_KEYS.",
    );
  }
  // The installation was sealed between the command's own check and a call in its middle.
  if (error instanceof ProviderError && error.code === "sealed") {
    return new DomainError("sealed", error.message, { cause: error });
  }
  if (isBusy(error)) {
    return new DomainError("busy", "The database is busy. Nothing was changed. Try again in a moment.", {
      retryAfterSeconds: BUSY_SECONDS,
      cause: error,
    });
  }
  const trouble = databaseTroubleOf(error);
  if (trouble !== null) return unavailable(trouble, error);
  if (error instanceof Prisma.PrismaClientKnownRequestError) {
    // Errors that commands didn't foresee, usually two conflicting requests.
    if (error.code === "P2025") return new DomainError("not_found", "The item no longer exists.");
    if (error.code === "P2002" || error.code === "P2003" || error.code === "P2034") {
      return new DomainError("conflict", "Another change was made at the same time. Reload and try again.");
    }
  }
  return new DomainError(
    "internal",
    "Internal error. The server's log has the details under this request ID.",
  );
}
