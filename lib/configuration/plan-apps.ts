import type { App } from "@/lib/api/apps";
import type { Configuration } from "@/lib/api/configuration";
import type { Labels } from "@/lib/api/labels";
import { createApp } from "@/lib/apps/create-app";
import { createEnvironment } from "@/lib/apps/create-environment";
import { deleteApp } from "@/lib/apps/delete-app";
import { deleteEnvironment } from "@/lib/apps/delete-environment";
import { INITIAL_ENVIRONMENTS, type NewEnvironment } from "@/lib/apps/insert-app";
import { updateApp } from "@/lib/apps/update-app";
import { updateEnvironment } from "@/lib/apps/update-environment";
import { given } from "@/lib/formats/given";
import { pathOf } from "./places";
import type { ConfigurationFile } from "./read-file";
import type { State } from "./read-state";
import { changesTo, deletion, isLabel, joined, labelFields, type Step } from "./step";

const RIGHT = { action: "apps:manage" } as const;

/** The steps for apps, their environments, and the order of the environments. */
export function planApps({ apps = {}, environmentNames }: ConfigurationFile, state: State): Step[] {
  return Object.entries(apps).flatMap(([name, of]) => {
    const declared = environmentNames.get(name)?.map((environment) => ({
      name: environment,
      labels: of?.environments?.[environment]?.labels ?? {},
    }));
    const labels = of?.labels ?? {};
    const existing = state.apps.find((app) => app.name === name);
    if (existing === undefined) return [newApp(name, labels, declared)];
    return [
      ...(declared ?? []).flatMap((environment) => planEnvironment(existing, environment)),
      ...editedApp(
        existing,
        labels,
        declared?.map((environment) => environment.name),
      ),
    ];
  });
}

function newApp(name: string, labels: Labels, declared: readonly NewEnvironment[] | undefined): Step {
  const environments = declared ?? INITIAL_ENVIRONMENTS;
  const ofEach = environments.flatMap((environment) =>
    changesTo(null, labelFields(environment.labels)).map(({ field, ...change }) => ({
      field: `${environment.name} ${field}`,
      ...change,
    })),
  );
  return {
    action: "create",
    kind: "app",
    name,
    changes: [
      ...changesTo(null, {
        ...labelFields(labels),
        environments: joined(environments.map((environment) => environment.name)),
      }),
      ...ofEach,
    ],
    effect: null,
    showsText: false,
    stage: "apps",
    right: RIGHT,
    async perform({ ctx }) {
      await createApp(ctx, { name, labels, environments: declared });
      return null;
    },
  };
}

function planEnvironment(app: App, { name, labels }: NewEnvironment): Step[] {
  const existing = app.environments.find((environment) => environment.name === name);
  const changes = changesTo(
    existing === undefined ? null : labelFields(existing.labels),
    labelFields(labels, existing?.labels),
  );
  if (existing !== undefined && changes.length === 0) return [];
  return [
    {
      action: existing === undefined ? "create" : "change",
      kind: "environment",
      name: pathOf(app.name, name),
      changes,
      effect: null,
      showsText: false,
      stage: "environments",
      right: RIGHT,
      async perform({ ctx }) {
        if (existing === undefined) await createEnvironment(ctx, { appId: app.id, name, labels });
        else await updateEnvironment(ctx, { id: existing.id, labels });
        return null;
      },
    },
  ];
}

/** New environments are added at the end. Environments that the file leaves out keep their places. */
function editedApp(app: App, labels: Labels, declared: readonly string[] | undefined): Step[] {
  const existing = app.environments.map(({ name }) => name);
  const known = new Set(existing);
  const wanted = new Set(declared ?? existing);
  const missing = declared?.filter((name) => !known.has(name)) ?? [];
  const placed = [...existing, ...missing].filter((name) => wanted.has(name));
  const changes = changesTo(
    { ...labelFields(app.labels), environments: joined(placed) },
    { ...labelFields(labels, app.labels), environments: joined(declared ?? placed) },
  );
  if (changes.length === 0) return [];
  return [
    {
      action: "change",
      kind: "app",
      name: app.name,
      changes,
      effect: null,
      showsText: false,
      stage: "order",
      right: RIGHT,
      async perform({ ctx }) {
        const environmentIds = changes.every(isLabel) ? undefined : inOrder(app, declared ?? []);
        await updateApp(ctx, {
          id: app.id,
          ...given({ environmentIds, labels: changes.some(isLabel) ? labels : undefined }),
        });
        return null;
      },
    },
  ];
}

function inOrder({ environments }: App, declared: readonly string[]): string[] {
  const wanted = declared.values();
  const placed = environments.map(({ name }) => (declared.includes(name) ? wanted.next().value : name));
  return placed.flatMap((name) => environments.find((environment) => environment.name === name)?.id ?? []);
}

/** The steps that delete apps and environments that the section leaves out. Earlier steps delete their rotating secrets. */
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
