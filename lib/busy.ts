import { isDriverAdapterError } from "@prisma/driver-adapter-utils";
import { Prisma } from "@/lib/generated/prisma/client";

/** PostgreSQL's lock_not_available: someone kept a row for longer than anyone's work takes. */
const LOCK_NOT_AVAILABLE = "55P03";
/** Prisma: no connection came free in time, or the transaction took too long. */
const TRANSACTION_FAILED = "P2028";

/** True for an error that means: a row or a connection was not to be had in time. Nothing was changed. */
export function isBusy(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  const { driverAdapterError: cause } = error.meta ?? {};
  if (error.code === TRANSACTION_FAILED) return true;
  return !!cause && isDriverAdapterError(cause) && cause.cause.originalCode === LOCK_NOT_AVAILABLE;
}
