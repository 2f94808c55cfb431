import { CliError, EXIT } from "./exit";
import { type Client, ServerError } from "./http";
import { list, object, text } from "./shape";
import type { Settings } from "./settings/settings";
import { PAGE, wholeList } from "./whole-list";

export type FoundEnvironment = { id: string; path: string; name: string; app: { id: string; name: string } };

/** The chosen environment: an ID, `app/environment`, or names. Null if nothing chooses one. */
export type EnvironmentRef = { app: string | null; environment: string | null };

export function environmentRef({ app, environment }: Settings): EnvironmentRef {
  return { app: app?.value ?? null, environment: environment?.value ?? null };
}

const named = { id: text, name: text };
const appPage = object({ apps: list(object({ ...named, environments: list(object(named)) })), ...PAGE });

export function isId(ref: string): boolean {
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(ref);
}

/** What was requested, as one text. */
export function requestedAs({ app, environment }: EnvironmentRef): string {
  if (app === null || (environment !== null && isId(environment))) return environment ?? "";
  return `${app}/${environment ?? ""}`;
}

/** Every environment that the token can see. */
export async function listEnvironments(client: Client): Promise<FoundEnvironment[]> {
  const apps = await wholeList(client, appPage, "/apps", "apps");
  return apps.flatMap(({ environments, ...app }) =>
    environments.map(({ id, name }) => ({ id, name, path: `${app.name}/${name}`, app })),
  );
}

/**
 * The chosen environment. If nothing chooses one, the only one that the token can see. @throws CliError that
 * lists the candidates
 */
export async function findEnvironment(
  client: Client,
  ref: EnvironmentRef,
): Promise<Pick<FoundEnvironment, "id" | "path">> {
  const { environment } = ref;
  if (environment !== null && isId(environment)) return { id: environment, path: environment };
  const all = await listEnvironments(client);
  const meant = candidates(all, ref);
  const [found] = meant;
  if (found !== undefined && meant.length === 1) return found;
  const choices = (meant.length > 0 ? meant : all).map(({ path }) => `\n  ${path}`).join("") || " none";
  if (found === undefined && (environment ?? ref.app) !== null)
    throw new ServerError(`No environment "${requestedAs(ref)}". The token sees:${choices}`, "no");
  if (environment === null)
    throw new CliError(`Choose an environment with --env. The token sees:${choices}`, EXIT.usage);
  throw new CliError(`Several environments are named "${environment}". Use app/environment:${choices}`);
}

function candidates(all: FoundEnvironment[], { app, environment }: EnvironmentRef): FoundEnvironment[] {
  if (app === null) return environment === null ? all : byPath(all, environment);
  const ofApp = (same: (of: FoundEnvironment["app"]) => boolean) => all.filter((one) => same(one.app));
  const called = ofApp(({ id, name }) => id === app || name === app);
  const within = called.length > 0 ? called : ofApp(({ name }) => name.toLowerCase() === app.toLowerCase());
  if (environment === null) return within;
  const found = closest(within, ({ name }) => name, environment);
  // A whole path includes its app, whatever the folder's file says.
  return found.length > 0 || !environment.includes("/") ? found : byPath(all, environment);
}

function byPath(all: FoundEnvironment[], ref: string): FoundEnvironment[] {
  const whole = closest(all, ({ path }) => path, ref);
  return whole.length > 0 ? whole : closest(all, ({ name }) => name, ref);
}

/** Those with exactly this name. If there are none, those that differ only in case. */
export function closest<Item>(items: readonly Item[], nameOf: (item: Item) => string, ref: string): Item[] {
  const exact = items.filter((item) => nameOf(item) === ref);
  if (exact.length > 0) return exact;
  return items.filter((item) => nameOf(item).toLowerCase() === ref.toLowerCase());
}
