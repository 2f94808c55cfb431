import { Prisma } from "@/lib/generated/prisma/client";
import { isOfConnection, type Trouble, troubleOf } from "./trouble";

/** What is wrong with the database as a whole; null for any other error. Other servers are away as well at times, with the same codes. */
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
