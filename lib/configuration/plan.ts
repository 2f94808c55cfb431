/** The steps that lead from what exists to what the file describes, in the order in which Phase performs them. */
import { createHash } from "node:crypto";
import type { Actor } from "@/lib/access/context";
import { type ShownStep, stepSchema } from "@/lib/api/configuration";
import { planApps, pruneApps } from "./plan-apps";
import { planCredentials, pruneCredentials } from "./plan-credentials";
import { leftOutSecrets, planRotatingSecrets, pruneRotatingSecrets } from "./plan-rotating-secrets";
import { planServiceTokens, pruneServiceTokens } from "./plan-service-tokens";
import { planWebhooks, pruneWebhooks } from "./plan-webhooks";
import type { ConfigurationFile } from "./read-file";
import type { State } from "./read-state";
import { STAGES, type Step } from "./step";
import type { Compared } from "./texts";

type Options = { actor: Actor; prune: boolean; compared: Compared };

/** Throws `invalid_input` if the file refers to something that doesn't exist, and `conflict` for a change that is impossible. */
export function planSteps(
  file: ConfigurationFile,
  state: State,
  { actor, prune, compared }: Options,
): Step[] {
  const credentials = planCredentials(file, state, compared.credentials);
  const changing = new Set(credentials.map(({ name }) => name));
  const steps = [
    ...planApps(file, state),
    ...credentials,
    ...planRotatingSecrets(file, state, changing),
    ...planServiceTokens(file, state),
    ...planWebhooks(file, state, compared.webhooks),
    ...(prune
      ? [
          ...pruneWebhooks(file, state),
          ...pruneServiceTokens(file, state, actor),
          ...pruneRotatingSecrets(file, state),
          ...pruneApps(file, state),
          ...pruneCredentials(file, state, leftOutSecrets(file, state)),
        ]
      : []),
  ];
  // Sorting is stable, so the file's order decides within a stage.
  return steps.toSorted((one, other) => STAGES.indexOf(one.stage) - STAGES.indexOf(other.stage));
}

export const shown = (step: Step): ShownStep => stepSchema.parse(step);

/** Identifies a step in plans of the same file. */
export const stepKey = (step: Step) => JSON.stringify(shown(step));

/** Plans with the same steps have the same digest. */
export function digestOf(steps: readonly Step[]): string {
  return createHash("sha256")
    .update(JSON.stringify(steps.map(stepKey)))
    .digest("base64url")
    .slice(0, 22);
}
