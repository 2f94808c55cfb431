import type { App } from "@/lib/api/apps";

/** Every environment, under a name that includes its app: "Shop / Production". */
export function environmentsOf(apps: readonly App[]): { id: string; name: string }[] {
  return apps.flatMap((app) =>
    app.environments.map(({ id, name }) => ({ id, name: `${app.name} / ${name}` })),
  );
}

/** The names of some of them. */
export function environmentNames(apps: readonly App[], ids: readonly string[]): string {
  return environmentsOf(apps)
    .filter(({ id }) => ids.includes(id))
    .map(({ name }) => name)
    .join(", ");
}
