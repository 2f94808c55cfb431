/** Finds environments by their path in the file, `app/environment`. */
import type { App } from "@/lib/api/apps";
import type { Configuration } from "@/lib/api/configuration";
import { INITIAL_ENVIRONMENTS } from "@/lib/apps/insert-app";
import { invalid } from "@/lib/requests/read-input";

export const pathOf = (app: string, environment: string) => `${app}/${environment}`;

/** The paths of the environments with these IDs, without those that the caller can't see. */
export function pathsOf({ paths }: { paths: ReadonlyMap<string, string> }, ids: readonly string[]): string[] {
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

/** The IDs of the environments with these paths. Throws `invalid_input` if a path matches none or several. */
export function environmentIds(
  { apps }: { apps: readonly App[] },
  paths: readonly string[] | undefined,
  field: string,
): string[] | undefined {
  return paths?.map((path) => {
    const [found, other] = everyEnvironment(apps).filter((one) => one.path === path);
    if (found !== undefined && other === undefined) return found.id;
    throw unclear(field, path, found !== undefined);
  });
}

/**
 * Returns a check that throws `invalid_input` unless each path matches exactly one environment, either an existing one or one in
 * the file. The environments are listed only once, because a file may name thousands of them thousands of times.
 */
export function pathCheck(
  { apps }: { apps: readonly App[] },
  file: Configuration,
): (paths: readonly string[], field: string) => void {
  const declared = Object.entries(file.apps ?? {}).flatMap(([app, of]) => {
    const isNew = !apps.some(({ name }) => name === app);
    const names = Object.keys(of?.environments ?? {});
    const initial = isNew && of?.environments === undefined ? INITIAL_ENVIRONMENTS : [];
    return [...names, ...initial.map(({ name }) => name)].map((name) => ({ app, name }));
  });
  const existing = everyEnvironment(apps).map(({ app, name }) => ({ app: app.name, name }));
  const meant = new Map<string, Set<string>>();
  for (const { app, name } of [...existing, ...declared]) {
    const places = meant.get(pathOf(app, name)) ?? new Set();
    meant.set(pathOf(app, name), places.add(JSON.stringify([app, name])));
  }
  return (paths, field) => {
    for (const path of paths) {
      const places = meant.get(path)?.size ?? 0;
      if (places !== 1) throw unclear(field, path, places > 1);
    }
  };
}

function unclear(field: string, path: string, isAmbiguous: boolean): Error {
  const why = isAmbiguous
    ? `Several environments could be meant by "${path}", because a name contains a slash. Rename one.`
    : `No environment "${path}". Write app/environment.`;
  return invalid([{ path: field, message: why }]);
}
