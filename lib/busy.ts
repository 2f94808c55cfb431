import { isDriverAdapterError } from "@prisma/driver-adapter-utils";
import { Prisma } from "@/lib/generated/prisma/client";

/** PostgreSQL's lock_not_available (someone kept a row for longer than anyone's work takes) and deadlock_detected. */
const LOCK_CODES: (string | undefined)[] = ["55P03", "40P01"];
/** Prisma: no connection came free in time or the transaction took too long; it was the victim of a deadlock. */
const TRANSACTION_CODES = ["P2028", "P2034"];

/** True for an error that means: a row or a connection was not to be had in time. Nothing was changed. */
export function isBusy(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  const { driverAdapterError: cause } = error.meta ?? {};
  if (TRANSACTION_CODES.includes(error.code)) return true;
  return !!cause && isDriverAdapterError(cause) && LOCK_CODES.includes(cause.cause.originalCode);
}
