/** Checks for creating and editing a rotating secret that need the database or the provider. */
import type { EngineCtx } from "../services";
import { nameTaken, refuseDuplicate } from "@/lib/database/refuse-duplicate";
import { DomainError } from "@/lib/errors";
import { isOpenEnvironment, isOpenProject } from "@/lib/access/admin-key-limits";
import { authoriseKeys } from "@/lib/access/permissions";
import { seenCredentials } from "@/lib/access/reach-in-sql";
import { failureRow } from "@/lib/lists/failure-codes";
import { ProviderError } from "@/lib/providers/provider-error";
import type { Project } from "@/lib/providers/provider";
import { requireFewSecrets } from "@/lib/apps/require-few-secrets";
import { type Call, callWithKey } from "../engine/call";
import type { RootRow, Unit } from "../store/store";
import type { Outputs } from "../store/outputs";
import { outputEntries } from "../store/outputs";

/** OpenAI's short faults are usually over by then. */
const AWAY_SECONDS = 10;

export function refuseInput(path: string, message: string): DomainError {
  return new DomainError("invalid_input", `${message} (${path})`, { issues: [{ path, message }] });
}

/** Throws `invalid_input` for an interval below this installation's limit. */
export function checkInterval(ctx: EngineCtx, rotationIntervalSeconds: number): void {
  const least = ctx.settings.minRotationIntervalSeconds;
  if (rotationIntervalSeconds >= least) return;
  throw refuseInput("rotationIntervalSeconds", `The rotation interval must be at least ${least} seconds.`);
}

type Wanted = { environmentId: string | null; name: string | undefined; own?: string };

/** Throws `name_exists` if another rotating secret of the environment has the name. */
export async function checkNameFree(
  ctx: Pick<EngineCtx, "db">,
  { environmentId, name, own }: Wanted,
): Promise<void> {
  if (environmentId === null || name === undefined) return;
  const named = await ctx.db.rotatingSecret.findFirst({
    where: { environmentId, name, deletedAt: null },
    select: { id: true },
  });
  if (named === null || named.id === own) return;
  const { code, message, path } = nameTaken("rotating secret", name);
  throw new DomainError(code, message, { issues: [{ path, message }] });
}

/** Runs `work`. If someone took the name or a key meanwhile, throws `name_exists` or `key_exists`. */
export async function refuseTaken<Result>(
  ctx: Pick<EngineCtx, "db">,
  wanted: Wanted,
  work: () => Promise<Result>,
): Promise<Result> {
  const message = "An output's key already exists in this environment.";
  try {
    return await refuseDuplicate({ code: "key_exists", message }, work);
  } catch (error) {
    // The database refused one of the two. If it wasn't the name, it was a key.
    if (error instanceof DomainError && error.code === "key_exists") await checkNameFree(ctx, wanted);
    throw error;
  }
}

/**
 * Throws `forbidden` for a key outside of the actor's limits, `key_exists`, naming each output whose key already exists in the
 * environment, and `invalid_input` if the environment would have too many secrets.
 */
export async function checkKeysFree(
  ctx: Pick<EngineCtx, "db" | "actor">,
  environmentId: string,
  outputs: Outputs,
  own: string | null = null,
): Promise<void> {
  const wanted = outputEntries(outputs);
  const keys = wanted.map(([, key]) => key);
  authoriseKeys(ctx.actor, keys);
  const taken = await ctx.db.secret.findMany({
    where: {
      environmentId,
      key: { in: keys },
      ...(own === null ? {} : { OR: [{ rotatingSecretId: null }, { rotatingSecretId: { not: own } }] }),
    },
    select: { key: true },
  });
  if (taken.length === 0) {
    const had =
      own === null ? 0 : await ctx.db.secret.count({ where: { environmentId, rotatingSecretId: own } });
    const more = wanted.length - had;
    if (more > 0) await requireFewSecrets(ctx.db, environmentId, { more, path: "outputs" });
    return;
  }
  const issues = wanted
    .filter(([, key]) => taken.some((row) => row.key === key))
    .map(([output, key]) => ({
      path: `outputs.${output}`,
      message: `${key} already exists in this environment.`,
    }));
  throw new DomainError("key_exists", issues.map(({ message }) => message).join(" "), { issues });
}

/**
 * A third-party credential that the actor can see and that may be used in the environment. An actor limited
 * to some environments can see credentials that name one of them or are used there; knowing another
 * credential's ID isn't enough. Throws `invalid_input` naming the field.
 */
export async function findRoot(ctx: EngineCtx, id: string, environmentId: string | null): Promise<RootRow> {
  const seen = await seenCredentials(ctx.db, ctx.actor);
  const root = await ctx.db.thirdPartyCredential.findFirst({
    where: { id, organisationId: ctx.actor.organisationId, deletedAt: null, ...seen },
  });
  if (root === null) throw refuseInput("thirdPartyCredentialId", "Third-party credential not found.");
  if (environmentId !== null && !isOpenEnvironment(root, environmentId)) throw closedToEnvironment();
  return root;
}

/** Throws `invalid_input` if the third-party credential was deleted or limited since it was checked. */
export async function holdRoot(
  unit: Unit,
  id: string,
  use: { environmentId: string | null; projectId: string },
): Promise<void> {
  const limits = await unit.holdRootCredential(id);
  if (limits === null) {
    throw refuseInput("thirdPartyCredentialId", "The third-party credential was deleted. Pick another one.");
  }
  if (use.environmentId !== null && !isOpenEnvironment(limits, use.environmentId))
    throw closedToEnvironment();
  if (!isOpenProject(limits, use.projectId)) throw closedToProject();
}

function closedToEnvironment(): DomainError {
  return refuseInput(
    "thirdPartyCredentialId",
    "The third-party credential may not be used in this environment. Pick another one, or ask an owner or admin to widen its limits.",
  );
}

function closedToProject(): DomainError {
  return refuseInput(
    "config.projectId",
    "The third-party credential may not be used in this project. Pick another one.",
  );
}

/** The active project with that ID, as the admin key sees it. Throws the provider's failure as a DomainError. */
export async function findProject(ctx: EngineCtx, root: RootRow, projectId: string): Promise<Project> {
  if (!isOpenProject(root, projectId)) throw closedToProject();
  const projects = await askProvider(ctx, root, (provider, rootKey) => provider.listProjects(rootKey));
  const project = projects.find(({ id }) => id === projectId);
  if (project !== undefined) return project;
  const message =
    "Project not found: it was archived or deleted at OpenAI, or belongs to another organisation.";
  throw new DomainError("project_not_found", message, {
    issues: [{ path: "config.projectId", message: `${message} Pick another project.` }],
  });
}

/** Makes a call with a stored admin key while a caller waits. Its failure becomes the response. */
export async function askProvider<Result>(
  ctx: EngineCtx,
  root: RootRow,
  call: Call<Result>,
): Promise<Result> {
  return await asDomainErrors(() => callWithKey(ctx, root, call, "urgent"));
}

/** Makes a provider call. Its failure becomes the response. */
export async function asDomainErrors<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    throw error instanceof ProviderError ? failureAnswer(error) : error;
  }
}

export function failureAnswer(failure: ProviderError): DomainError {
  const { field } = failure.details;
  const issues = field === undefined ? undefined : [{ path: `config.${field}`, message: failure.message }];
  return new DomainError(failure.code, failure.message, { ...whenAway(failure), issues, cause: failure });
}

/**
 * Details of the response: when to repeat the request if the failure passes without a person, and whether
 * OpenAI timed out.
 */
export function whenAway({ code, details }: ProviderError): { retryAfterSeconds?: number; status?: 504 } {
  const seconds = details.retryAfterSeconds ?? (failureRow(code).isTransient ? AWAY_SECONDS : undefined);
  return {
    ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }),
    ...(details.timedOut === true ? { status: 504 } : {}),
  };
}
