/** Of the looks that all open streams take at the database: so few at once that other requests find a connection free. */
const MOST_AT_ONCE = 4;

let free = MOST_AT_ONCE;
const waiting: (() => void)[] = [];

/** Does `work` once it is its turn, in the order of asking. */
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
