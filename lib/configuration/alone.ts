import type { Ctx } from "@/lib/access/context";
import { DomainError } from "@/lib/errors";

/** The first of the lock's two numbers. The second one stands for the organisation. */
const APPLYING = 1_886_740_592;
/** Longer than any step takes, including its calls to the provider. */
const LONGEST_MS = 300_000;
const AGAIN_SECONDS = 2;

/**
 * Runs `work` while nobody else applies a file to the organisation. The transaction holds only the lock, and the commands have
 * transactions of their own. PostgreSQL releases the lock when this process ends, even after a crash. `stillAlone` throws once
 * the lock is lost. Throws `conflict` if another file is being applied.
 */
export async function alone<Result>(
  { db, actor }: Pick<Ctx, "db" | "actor">,
  work: (stillAlone: () => Promise<void>) => Promise<Result>,
): Promise<Result> {
  let done: { result: Result } | undefined;
  try {
    await db.$transaction(
      async (tx) => {
        // The transaction is idle most of the time, and PostgreSQL would otherwise end it as one whose client is gone.
        await tx.$executeRaw`SELECT set_config('idle_in_transaction_session_timeout', ${`${LONGEST_MS}ms`}, true)`;
        const [row] = await tx.$queryRaw<{ isAlone: boolean }[]>`
          SELECT pg_try_advisory_xact_lock(${APPLYING}::int, hashtext(${actor.organisationId})) AS "isAlone"`;
        if (row?.isAlone !== true) throw busy();
        const stillAlone = async () => {
          await tx.$queryRaw`SELECT 1`;
        };
        done = { result: await work(stillAlone) };
      },
      { timeout: LONGEST_MS },
    );
  } catch (error) {
    // Once there is a result, only the lock can be lost. The result may contain a value that is shown only once.
    if (done === undefined) throw error;
  }
  if (done === undefined) throw new Error("The lock's transaction ended without a result.");
  return done.result;
}

function busy(): DomainError {
  return new DomainError("conflict", "Another configuration is being applied. Try again in a moment.", {
    retryAfterSeconds: AGAIN_SECONDS,
  });
}
