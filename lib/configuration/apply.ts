/** Applies a file: the plan is made again after every step, so an interrupted apply continues from what exists. */
import type * as z from "zod";
import type { applySchema, Configuration, Plan } from "@/lib/api/configuration";
import { authorise } from "@/lib/access/permissions";
import { DomainError } from "@/lib/errors";
import { CONFIGURATION_KINDS } from "@/lib/lists/configuration-kinds";
import type { EngineCtx } from "@/lib/rotation/services";
import { invalid } from "@/lib/requests/read-input";
import { listProjects } from "@/lib/third-party-credentials/list-projects";
import { alone } from "./alone";
import { digestOf, planSteps, shown, stepKey } from "./plan";
import { type ConfigurationFile, readConfigurationFile } from "./read-file";
import { readState } from "./read-state";
import type { Run, Step } from "./step";
import { compareTexts, NOT_COMPARED } from "./texts";

/** Afterwards no further step begins, so that the response arrives before proxies cut it off. */
const LONG_ENOUGH_MS = 15_000;

type Input = z.output<typeof applySchema>;
type Planned = { steps: Step[]; needed: string[] };

/** The plan. Changes nothing. */
export async function previewConfiguration(ctx: EngineCtx, input: Input): Promise<Plan> {
  authorise(ctx.actor, "read");
  return answer(await plan(ctx, input, readConfigurationFile(input.file)), []);
}

/**
 * Does the first steps of the plan: all of them, those that fit into one request, or those up to a text that is shown only
 * once. Everything that can be refused before the first change is refused then. Throws `stale` if the plan isn't the one that
 * the caller has seen, or changes while it is applied; `conflict` if another file is being applied.
 */
export async function applyConfiguration(ctx: EngineCtx, input: Input): Promise<Plan> {
  authorise(ctx.actor, "read");
  const file = readConfigurationFile(input.file);
  return await alone(ctx, async (stillAlone) => {
    let planned = await plan(ctx, input, file);
    if (input.plan !== undefined && input.plan !== digestOf(planned.steps)) throw stale();
    const run = runOf(ctx, input);
    await checkAll(run, planned);
    const confirmed = new Set(planned.steps.map(stepKey));
    const applied: Plan["applied"] = [];
    const began = ctx.clock.monotonicMs();
    for (let [step] = planned.steps; step !== undefined; [step] = planned.steps) {
      // Each is done at most once, so this ends whatever the commands do.
      if (!confirmed.delete(stepKey(step))) throw stale();
      await stillAlone();
      const text = await perform(step, run, applied.length);
      applied.push({ ...shown(step), text });
      planned = await plan(ctx, input, file);
      if (text !== null || ctx.clock.monotonicMs() - began > LONG_ENOUGH_MS) break;
    }
    return answer(planned, applied);
  });
}

async function plan(ctx: EngineCtx, input: Input, file: ConfigurationFile): Promise<Planned> {
  const state = await readState(ctx, file);
  const { values, prune, replaceKeys } = input;
  if (replaceKeys) authoriseCompare(ctx, file);
  const compared = replaceKeys ? await compareTexts(ctx, file, state, values) : NOT_COMPARED;
  const steps = planSteps(file, state, { actor: ctx.actor, prune, compared });
  const missing = steps.flatMap(({ needed }) =>
    needed === undefined || Object.hasOwn(values, needed) ? [] : [needed],
  );
  return { steps, needed: [...new Set([...compared.missing, ...missing])] };
}

/** Whether a text is the stored one says something about it. */
function authoriseCompare({ actor }: EngineCtx, file: Configuration): void {
  if (file.thirdPartyCredentials !== undefined) authorise(actor, "credentials:manage");
  if (file.webhooks !== undefined) authorise(actor, "webhooks:manage");
}

function answer({ steps, needed }: Planned, applied: Plan["applied"]): Plan {
  return { plan: digestOf(steps), steps: steps.map(shown), needed, applied };
}

/** A refusal changes nothing, so rights come first, then texts, then what the commands and the provider would refuse. */
async function checkAll(run: Run, { steps, needed }: Planned): Promise<void> {
  for (const { right } of steps) authorise(run.ctx.actor, right.action, right.environmentId);
  if (needed.length > 0) {
    throw invalid(needed.map((name) => ({ path: `values.${name}`, message: `Send the value of ${name}.` })));
  }
  for (const step of steps) await named(step, 0, async () => await step.check?.(run));
}

async function perform(step: Step, run: Run, done: number): Promise<string | null> {
  return await named(step, done, () => step.perform(run));
}

/** A refusal says which step it is about, and that those before it were done. */
async function named<Result>(step: Step, done: number, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { action, kind, name } = step;
    const before = done === 0 ? "" : ` The ${done === 1 ? "step" : `${done} steps`} before it took effect.`;
    const message = `Couldn't ${action} the ${CONFIGURATION_KINDS[kind]} "${name}": ${error.message}${before}`;
    throw new DomainError(error.code, message, { ...error.details, cause: error.details.cause ?? error });
  }
}

function stale(): DomainError {
  return new DomainError(
    "stale",
    "Something else has changed since this plan was made. Look at the new plan.",
  );
}

/** Each credential's projects are asked for once a request. */
function runOf(ctx: EngineCtx, { values }: Input): Run {
  const asked = new Map<string, ReturnType<typeof listProjects>>();
  return {
    ctx,
    values,
    async projectId(credentialId, project) {
      const listing = asked.get(credentialId) ?? listProjects(ctx, { id: credentialId });
      asked.set(credentialId, listing);
      const projects = await listing;
      const found = projects.filter(({ id }) => id === project);
      const meant = found.length > 0 ? found : projects.filter(({ name }) => name === project);
      const [only] = meant;
      if (only === undefined) throw new DomainError("project_not_found", `No project "${project}".`);
      if (meant.length > 1)
        throw new DomainError("conflict", `Several projects are named "${project}". Use an ID.`);
      return only.id;
    },
  };
}
