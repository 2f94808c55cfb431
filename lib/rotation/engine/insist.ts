/** Commits the consequences of a provider's response: a broken connection must not cost a lease's time. */
import type { Engine } from "../services";
import type { About, Unit } from "../store/store";

const TRIES = 6;

/**
 * `work` recognises its own effect if an attempt was committed and only the response was lost. Throws the
 * last attempt's error.
 */
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
