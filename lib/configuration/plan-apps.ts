import type { App } from "@/lib/api/apps";
import type { Configuration } from "@/lib/api/configuration";
import { createApp } from "@/lib/apps/create-app";
import { createEnvironment } from "@/lib/apps/create-environment";
import { deleteApp } from "@/lib/apps/delete-app";
import { deleteEnvironment } from "@/lib/apps/delete-environment";
import { INITIAL_ENVIRONMENTS } from "@/lib/apps/insert-app";
import { updateApp } from "@/lib/apps/update-app";
import { pathOf } from "./places";
import type { ConfigurationFile } from "./read-file";
import type { State } from "./read-state";
import { deletion, joined, type Step } from "./step";

const RIGHT = { action: "apps:manage" } as const;

/** Apps, their environments, and the order of those. */
export function planApps({ apps = {}, environmentNames }: ConfigurationFile, state: State): Step[] {
  return Object.keys(apps).flatMap((name) => {
    const declared = environmentNames.get(name);
    const existing = state.apps.find((app) => app.name === name);
    if (existing === undefined) return [newApp(name, declared)];
    return declared === undefined
      ? []
      : [...newEnvironments(existing, declared), ...newOrder(existing, declared)];
  });
}

function newApp(name: string, declared: readonly string[] | undefined): Step {
  return {
    action: "create",
    kind: "app",
    name,
    changes: [{ field: "environments", before: null, after: joined(declared ?? INITIAL_ENVIRONMENTS) }],
    effect: null,
    showsText: false,
    stage: "apps",
    right: RIGHT,
    async perform({ ctx }) {
      await createApp(ctx, { name, environments: declared });
      return null;
    },
  };
}

function newEnvironments(app: App, declared: readonly string[]): Step[] {
  return missing(app, declared).map((name) => ({
    action: "create",
    kind: "environment",
    name: pathOf(app.name, name),
    changes: [],
    effect: null,
    showsText: false,
    stage: "environments",
    right: RIGHT,
    async perform({ ctx }) {
      await createEnvironment(ctx, { appId: app.id, name });
      return null;
    },
  }));
}

const missing = ({ environments }: App, declared: readonly string[]) =>
  declared.filter((name) => !environments.some((environment) => environment.name === name));

/** New environments are added at the end. Environments that the file leaves out keep their places. */
function newOrder(app: App, declared: readonly string[]): Step[] {
  const names = [...app.environments.map(({ name }) => name), ...missing(app, declared)];
  const before = joined(names.filter((name) => declared.includes(name)));
  const after = joined(declared);
  if (before === after) return [];
  return [
    {
      action: "change",
      kind: "app",
      name: app.name,
      changes: [{ field: "environments", before, after }],
      effect: null,
      showsText: false,
      stage: "order",
      right: RIGHT,
      async perform({ ctx }) {
        const wanted = declared.values();
        const placed = app.environments.map(({ name }) =>
          declared.includes(name) ? wanted.next().value : name,
        );
        const environmentIds = placed.flatMap(
          (placedName) => app.environments.find(({ name }) => name === placedName)?.id ?? [],
        );
        await updateApp(ctx, { id: app.id, environmentIds });
        return null;
      },
    },
  ];
}

/** What the section leaves out. Its rotating secrets are deleted first, each in a step of its own. */
export function pruneApps({ apps }: Configuration, state: State): Step[] {
  if (apps === undefined) return [];
  return state.apps.flatMap((app) => {
    if (!Object.hasOwn(apps, app.name)) return [withoutApp(app, state)];
    const declared = apps[app.name]?.environments;
    if (declared === undefined) return [];
    return app.environments
      .filter(({ name }) => !Object.hasOwn(declared, name))
      .map(({ id, name }) =>
        deletion({
          kind: "environment",
          name: pathOf(app.name, name),
          effect: secretsGone(state.staticSecrets.get(id) ?? 0),
          stage: "deleted environments",
          right: RIGHT,
          async perform({ ctx }) {
            await deleteEnvironment(ctx, { id });
            return null;
          },
        }),
      );
  });
}

function withoutApp({ id, name, environments }: App, { staticSecrets }: State): Step {
  const secrets = environments.reduce(
    (sum, environment) => sum + (staticSecrets.get(environment.id) ?? 0),
    0,
  );
  const names = joined(environments.map((environment) => environment.name));
  const gone = environments.length === 0 ? null : `Deletes its environments: ${names}.`;
  return deletion({
    kind: "app",
    name,
    effect: [gone, secretsGone(secrets)].filter((part) => part !== null).join(" ") || null,
    stage: "deleted apps",
    right: RIGHT,
    async perform({ ctx }) {
      await deleteApp(ctx, { id });
      return null;
    },
  });
}

function secretsGone(count: number): string | null {
  if (count === 0) return null;
  return count === 1 ? "Deletes 1 static secret." : `Deletes ${count} static secrets.`;
}
