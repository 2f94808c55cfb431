/** Environments by their path in the file: app/environment. */
import type { App } from "@/lib/api/apps";
import type { Configuration } from "@/lib/api/configuration";
import { INITIAL_ENVIRONMENTS } from "@/lib/apps/insert-app";
import { invalid } from "@/lib/requests/read-input";
import type { State } from "./read-state";

export const pathOf = (app: string, environment: string) => `${app}/${environment}`;

/** The paths of the environments with these IDs, as far as the caller sees them. */
export function pathsOf({ apps }: Pick<State, "apps">, ids: readonly string[]): string[] {
  const paths = new Map(everyEnvironment(apps).map(({ id, path }) => [id, path]));
  return ids.flatMap((id) => paths.get(id) ?? []);
}

export function everyEnvironment(apps: readonly App[]) {
  return apps.flatMap((app) =>
    app.environments.map((environment) => ({
      ...environment,
      app,
      path: pathOf(app.name, environment.name),
    })),
  );
}

/** The IDs of existing environments. Throws `invalid_input` for a path of none or of several. */
export function environmentIds(
  { apps }: Pick<State, "apps">,
  paths: readonly string[] | undefined,
  field: string,
): string[] | undefined {
  return paths?.map((path) => {
    const [found, other] = everyEnvironment(apps).filter((one) => one.path === path);
    if (found !== undefined && other === undefined) return found.id;
    throw unclear(field, path, found !== undefined);
  });
}

/** Throws `invalid_input` for a path that neither the file nor what exists has exactly once. */
export function checkPaths(
  { apps }: Pick<State, "apps">,
  file: Configuration,
  paths: readonly string[],
  field: string,
): void {
  const declared = Object.entries(file.apps ?? {}).flatMap(([app, of]) => {
    const isNew = !apps.some(({ name }) => name === app);
    const names = Object.keys(of?.environments ?? {});
    const initial = isNew && of?.environments === undefined ? INITIAL_ENVIRONMENTS : [];
    return [...names, ...initial.map(({ name }) => name)].map((name) => ({ app, name }));
  });
  const existing = everyEnvironment(apps).map(({ app, name }) => ({ app: app.name, name }));
  for (const path of paths) {
    const meant = [...existing, ...declared].filter(({ app, name }) => pathOf(app, name) === path);
    const places = new Set(meant.map(({ app, name }) => JSON.stringify([app, name])));
    if (places.size !== 1) throw unclear(field, path, places.size > 1);
  }
}

function unclear(field: string, path: string, isAmbiguous: boolean): Error {
  const why = isAmbiguous
    ? `Several environments could be meant by "${path}", because a name contains a slash. Rename one.`
    : `No environment "${path}". Write app/environment.`;
  return invalid([{ path: field, message: why }]);
}
