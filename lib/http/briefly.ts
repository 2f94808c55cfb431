import type { Db, Tx } from "@/lib/db";

const LONGEST_SECONDS = 5;

/** Rejects if the work takes longer than a probe may. The work continues unobserved. */
export async function soon<Answer>(answer: Promise<Answer>): Promise<Answer> {
  const { promise: tooLong, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new Error(`The database didn't respond for ${LONGEST_SECONDS} s.`)),
    LONGEST_SECONDS * 1000,
  );
  try {
    return await Promise.race([answer, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}

/** Reads what may be locked or behind a dead connection, and returns its connection soon either way. */
export async function briefly<Answer>(db: Db, read: (tx: Tx) => Promise<Answer>): Promise<Answer> {
  const answer = db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT set_config('statement_timeout', '3s', true), set_config('lock_timeout', '3s', true)`;
    return await read(tx);
  });
  return await soon(answer);
}
