import { isDriverAdapterError } from "@prisma/driver-adapter-utils";
import { Prisma } from "@/lib/generated/prisma/client";

/**
 * PostgreSQL's lock_not_available and query_canceled (someone held a row for longer than any work takes), and
 * conflicts.
 */
const LOCK_CODES: (string | undefined)[] = ["55P03", "57014", "40P01", "40001"];
/** Prisma: no connection became free in time, the transaction took too long, or it was the victim of a deadlock. */
const TRANSACTION_CODES = ["P2028", "P2034"];

/**
 * PostgreSQL's serialization_failure and deadlock_detected: the transaction was rolled back, and may succeed
 * when repeated.
 */
const CONFLICT_CODES: (string | undefined)[] = ["40001", "40P01"];

/** True for an error that rolled a transaction back only because of a concurrent one. */
export function isConflict(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  return error.code === "P2034" || CONFLICT_CODES.includes(sqlState(error));
}

/**
 * PostgreSQL's integrity_constraint_violation (all kinds), lock_not_available, and division_by_zero, with
 * which one of our statements cancels itself.
 */
const REFUSED_CODES = /^(23|55P03|22012)/;

/** True for an error caused by other rows or another transaction. Nothing was changed. */
export function isRefused(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  return isConflict(error) || REFUSED_CODES.test(sqlState(error) ?? "");
}

/** True for an error that means that a row or connection didn't become available in time. Nothing was changed. */
export function isBusy(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  if (TRANSACTION_CODES.includes(error.code)) return true;
  return LOCK_CODES.includes(sqlState(error));
}

function sqlState(error: Prisma.PrismaClientKnownRequestError): string | undefined {
  const { driverAdapterError: cause } = error.meta ?? {};
  return cause && isDriverAdapterError(cause) ? cause.cause.originalCode : undefined;
}
