/** Commits what follows from an answer that was paid for: a connection that breaks must not cost a lease's length. */
import type { Engine } from "../services";
import type { About, Unit } from "../store/store";

const TRIES = 6;

/** `work` finds its own effect where a try was committed and only its answer lost. Throws what the last try threw. */
export async function insist<Result>(
  engine: Engine,
  about: About,
  work: (unit: Unit) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await engine.store.inUnit(work, about);
    } catch (error) {
      if (attempt >= TRIES) throw error;
      await engine.clock.sleep(100 * 2 ** attempt);
    }
  }
}
