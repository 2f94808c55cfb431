import { Prisma } from "@/lib/generated/prisma/client";
import { isOfConnection, type Trouble, troubleOf } from "./trouble";

/**
 * The trouble that affects the whole database. Null for any other error. Other servers can also be away, with
 * the same codes.
 */
export function databaseTroubleOf(error: unknown): Trouble | null {
  return isFromDatabase(error) ? troubleOf(error) : null;
}

function isFromDatabase(error: unknown): boolean {
  return (
    error instanceof Prisma.PrismaClientKnownRequestError ||
    error instanceof Prisma.PrismaClientInitializationError ||
    isOfConnection(error)
  );
}
