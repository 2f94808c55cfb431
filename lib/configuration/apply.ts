/** Applies a file. Phase makes the plan again after every step, so that an interrupted apply continues from what exists. */
import type * as z from "zod";
import type { applySchema, Configuration, Plan } from "@/lib/api/configuration";
import type { Actor } from "@/lib/access/context";
import { authorise } from "@/lib/access/permissions";
import { DomainError } from "@/lib/errors";
import type { EngineCtx } from "@/lib/rotation/services";
import { invalid } from "@/lib/requests/read-input";
import { listProjects } from "@/lib/third-party-credentials/list-projects";
import { alone } from "./alone";
import { aboutStep, performSteps } from "./perform-steps";
import { digestOf, planSteps, shown } from "./plan";
import { type ConfigurationFile, readConfigurationFile } from "./read-file";
import { readState } from "./read-state";
import type { Run, Step } from "./step";
import { compareTexts, NOT_COMPARED } from "./texts";

type Input = z.output<typeof applySchema>;
type Planned = { steps: readonly Step[]; needed: string[] };

/** Returns the plan and changes nothing. */
export async function previewConfiguration(ctx: EngineCtx, input: Input): Promise<Plan> {
  authorise(ctx.actor, "read");
  return answer(await plan(ctx, input, readConfigurationFile(input.file)), []);
}

/**
 * Performs the plan's steps until performSteps stops, and returns the rest as the plan for the next request. Whatever can be
 * refused before the first change is refused then. Throws `stale` if the plan isn't the one that the caller has seen, and
 * `conflict` if another file is being applied. `actorNow` reads the caller's rights again before each step, because they may end
 * while a file is being applied.
 */
export async function applyConfiguration(
  ctx: EngineCtx,
  input: Input,
  actorNow: () => Promise<Actor>,
): Promise<Plan> {
  authorise(ctx.actor, "read");
  const file = readConfigurationFile(input.file);
  return await alone(ctx, async (stillAlone) => {
    const planned = await plan(ctx, input, file);
    if (input.plan !== undefined && input.plan !== digestOf(planned.steps)) throw stale();
    const run = runOf(ctx, input);
    await checkAll(run, planned);
    const { applied, left } = await performSteps(run, planned.steps, {
      replan: async () => (await plan(ctx, input, file)).steps,
      async mayPerform({ right }) {
        await stillAlone();
        authorise(await actorNow(), right.action, right.environmentId);
      },
    });
    return answer({ steps: left, needed: missingOf(left, input) }, applied);
  });
}

async function plan(ctx: EngineCtx, input: Input, file: ConfigurationFile): Promise<Planned> {
  const state = await readState(ctx, file);
  const { values, prune, replaceKeys } = input;
  if (replaceKeys) authoriseCompare(ctx, file);
  const compared = replaceKeys ? await compareTexts(ctx, file, state, values) : NOT_COMPARED;
  const steps = planSteps(file, state, { actor: ctx.actor, prune, compared });
  return { steps, needed: [...new Set([...compared.missing, ...missingOf(steps, input)])] };
}

/** The references that the steps need and whose values weren't sent. */
function missingOf(steps: readonly Step[], { values }: Pick<Input, "values">): string[] {
  const needed = steps.flatMap((step) => step.needed ?? []);
  return [...new Set(needed)].filter((name) => !Object.hasOwn(values, name));
}

/** A comparison reveals whether a guessed text is the stored one, so it needs the same right as a change. */
function authoriseCompare({ actor }: EngineCtx, file: Configuration): void {
  if (file.thirdPartyCredentials !== undefined) authorise(actor, "credentials:manage");
  if (file.webhooks !== undefined) authorise(actor, "webhooks:manage");
}

function answer({ steps, needed }: Planned, applied: Plan["applied"]): Plan {
  return { plan: digestOf(steps), steps: steps.map(shown), needed, applied };
}

/**
 * Checks everything before the first change, so that a refusal leaves nothing half done. Rights come first, then texts, then what
 * the commands and the provider would refuse.
 */
async function checkAll(run: Run, { steps, needed }: Planned): Promise<void> {
  for (const { right } of steps) authorise(run.ctx.actor, right.action, right.environmentId);
  if (needed.length > 0) {
    throw invalid(needed.map((name) => ({ path: `values.${name}`, message: `Send the value of ${name}.` })));
  }
  for (const step of steps) await aboutStep(step, async () => await step.check?.(run));
}

function stale(): DomainError {
  return new DomainError(
    "stale",
    "Something else has changed since this plan was made. Look at the new plan.",
  );
}

/** Lists each third-party credential's projects at most once per request. */
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
