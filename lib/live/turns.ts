/** Limits how many open streams check the database at the same time, so that other requests find a free connection. */
const MOST_AT_ONCE = 4;

let free = MOST_AT_ONCE;
const waiting: (() => void)[] = [];

/** Runs `work` when its turn comes, in the order of the calls. */
export async function inTurn<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  if (free > 0) free -= 1;
  else await new Promise<void>((begin) => waiting.push(begin));
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  }
}
