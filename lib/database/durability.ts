/** An intent that a database loses after its request has left is a service account that nobody knows of. */
import type { Logger } from "pino";
import type { PrismaClient } from "@/lib/generated/prisma/client";

export const LOSSY_DATABASE =
  "its setting fsync is off: a power cut may take what it has committed, service accounts' names among it";

/** Said, not refused: throw-away databases are set up like this. */
export async function warnOfLossyDatabase(db: PrismaClient, log: Logger): Promise<void> {
  const [row] = await db.$queryRaw<{ fsync: string }[]>`SELECT current_setting('fsync') AS fsync`;
  if (row?.fsync === "off") log.warn(`The database may lose data: ${LOSSY_DATABASE}`);
}
