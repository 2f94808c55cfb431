/** If the database loses an intent whose request was sent, a service account exists that nobody knows of. */
import type { Logger } from "pino";
import type { PrismaClient } from "@/lib/generated/prisma/client";

export const LOSSY_DATABASE =
  "its setting fsync is off, so a power cut may lose committed data, including service accounts' names";

/** A warning rather than a refusal, because throw-away databases are configured like this. */
export async function warnOfLossyDatabase(db: PrismaClient, log: Logger): Promise<void> {
  const [row] = await db.$queryRaw<{ fsync: string }[]>`SELECT current_setting('fsync') AS fsync`;
  if (row?.fsync === "off") log.warn(`The database may lose data: ${LOSSY_DATABASE}`);
}
