/** How measurements are taken: in rounds, each with its floor, and several things at once. */

const ROUNDS = 5;

/** Runs `round` once without counting it, so that compiled code and connections exist, and then as often as needed. */
export async function inRounds<Result>(round: () => Promise<Result>): Promise<Result[]> {
  await round();
  const results: Result[] = [];
  for (let index = 0; index < ROUNDS; index++) results.push(await round());
  return results;
}

/** Performs `work` for every item, `lanes` of them in parallel. */
export async function inLanes<Item>(
  items: readonly Item[],
  lanes: number,
  work: (item: Item) => Promise<unknown>,
): Promise<void> {
  const waiting = items.values();
  const lane = async () => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/** How long `work` takes, in milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/**
 * Calls one and then the other, `count` times, so that other work on the machine affects both alike. Returns
 * each call's time in milliseconds.
 */
export async function alternately(
  count: number,
  value: () => Promise<unknown>,
  floor: () => Promise<unknown>,
): Promise<{ values: number[]; floors: number[] }> {
  const values: number[] = [];
  const floors: number[] = [];
  for (let index = 0; index < count; index++) {
    values.push(await timed(value));
    floors.push(await timed(floor));
  }
  return { values, floors };
}
