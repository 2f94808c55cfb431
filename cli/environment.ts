import { appListSchema } from "@/lib/api/apps";
import { idSchema } from "@/lib/api/common";
import { CliError, EXIT } from "./exit";
import { type Client, ServerError } from "./http";
import { wholeList } from "./whole-list";

export type FoundEnvironment = { id: string; path: string };

/** Every environment that the token sees. */
export async function listEnvironments(client: Client): Promise<FoundEnvironment[]> {
  const apps = await wholeList(client, appListSchema, "/apps", "apps");
  return apps.flatMap((app) => app.environments.map(({ id, name }) => ({ id, path: `${app.name}/${name}` })));
}

/**
 * What `--env` names: an environment's id, `app/environment`, or the environment's name where only one has it.
 * Left out, the only one that the token sees.
 * @throws CliError
 */
export async function findEnvironment(client: Client, ref: string | undefined): Promise<FoundEnvironment> {
  if (ref !== undefined && idSchema.safeParse(ref).success) return { id: ref, path: ref };
  const all = await listEnvironments(client);
  const named = ref === undefined ? all : pick(all, ref);
  const [found] = named;
  if (found !== undefined && named.length === 1) return found;
  const choices = (named.length > 0 ? named : all).map(({ path }) => `\n  ${path}`).join("") || " none";
  if (ref === undefined)
    throw new CliError(`Say which environment with --env. The token sees:${choices}`, EXIT.usage);
  if (found !== undefined) throw new CliError(`"${ref}" is the name of several environments:${choices}`);
  throw new ServerError(`"${ref}" is no environment. The token sees:${choices}`, "no");
}

function pick(all: FoundEnvironment[], ref: string): FoundEnvironment[] {
  const fits = (same: (path: string) => boolean) => all.filter(({ path }) => same(path));
  const wanted = ref.toLowerCase();
  const exact = fits((path) => path === ref);
  if (exact.length > 0) return exact;
  const anyCase = fits((path) => path.toLowerCase() === wanted);
  return anyCase.length > 0 ? anyCase : fits((path) => path.toLowerCase().endsWith(`/${wanted}`));
}
