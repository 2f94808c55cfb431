import type { Db, Tx } from "@/lib/db";
import { invalid } from "@/lib/requests/read-input";

/** Each costs the same however small it is: to open, to list for each who follows the environment, to hold in memory. */
const MOST_SECRETS = 12_000;

/**
 * Throws `invalid_input` where an environment has too many secrets, `more` of them to come. What is there already may change
 * and go, however many there are.
 */
export async function requireFewSecrets(
  db: Db | Tx,
  environmentId: string,
  { more = 0, path }: { more?: number; path: string },
): Promise<void> {
  const there = await db.secret.count({ where: { environmentId } });
  if (there + more <= MOST_SECRETS) return;
  const most = MOST_SECRETS.toLocaleString("en");
  throw invalid([
    {
      path,
      message: `An environment may have at most ${most} secrets. Delete some, or use another environment.`,
    },
  ]);
}
