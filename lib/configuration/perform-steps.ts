import type { Plan } from "@/lib/api/configuration";
import { DomainError } from "@/lib/errors";
import { CONFIGURATION_KINDS } from "@/lib/lists/configuration-kinds";
import { shown, stepKey } from "./plan";
import type { Run, Step } from "./step";

/** No step begins after this time, so that the response arrives before proxies cut it off. */
const LONG_ENOUGH_MS = 15_000;

type Done = { applied: Plan["applied"]; left: readonly Step[] };
type Steps = {
  /** Makes the plan again. */
  replan(): Promise<readonly Step[]>;
  /** Throws once someone else may apply a file, or the caller may no longer do this. */
  mayPerform(step: Step): Promise<void>;
};

/**
 * Performs the confirmed steps in the order of the current plan. Stops before a step that isn't confirmed, after a value that is
 * shown only once, after some time, or at a failure. Throws only if the first step fails. A later failure isn't thrown, because
 * that would hide what was done, including such values. The next request begins with the failed step and reports its failure.
 */
export async function performSteps(run: Run, confirmed: readonly Step[], steps: Steps): Promise<Done> {
  const applied: Plan["applied"] = [];
  const began = run.ctx.clock.monotonicMs();
  let left = confirmed;
  try {
    for (let [step] = left; step !== undefined;) {
      await steps.mayPerform(step);
      const text = await aboutStep(step, async (one) => await one.perform(run));
      applied.push({ ...shown(step), text });
      left = left.slice(1);
      if (text !== null || run.ctx.clock.monotonicMs() - began > LONG_ENOUGH_MS) break;
      // Each step is performed at most once, so the loop ends whatever the commands do.
      const known = new Set(left.map(stepKey));
      const planned = await steps.replan();
      const [next] = planned;
      if (next !== undefined && !known.has(stepKey(next))) break;
      left = planned.filter((other) => known.has(stepKey(other)));
      step = next;
    }
  } catch (error) {
    if (applied.length === 0) throw error;
  }
  return { applied, left };
}

/** Adds to a refusal which step was refused. */
export async function aboutStep<Result>(step: Step, work: (step: Step) => Promise<Result>): Promise<Result> {
  try {
    return await work(step);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { action, kind, name } = step;
    const message = `Couldn't ${action} the ${CONFIGURATION_KINDS[kind]} "${name}": ${error.message}`;
    throw new DomainError(error.code, message, { ...error.details, cause: error.details.cause ?? error });
  }
}
