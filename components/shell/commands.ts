/** The search's suggestions for a query. Pure, so that a test can check it. `command-menu.tsx` shows them. */
import type { CommandGroup } from "@/components/ui/command-palette";
import type { App } from "@/lib/api/apps";
import type { OverviewRow } from "@/lib/api/overview";
import type { FoundSecrets } from "@/lib/client/secrets";
import type { Action } from "@/lib/access/permissions";
import { environmentPath } from "./environment-path";
import { OTHER_PLACES, PLACES } from "./places";
import { DONE_BY_ADDRESS, IN_MANAGE, wordsOf } from "./secret-verbs";

type Found = {
  value: string;
  label: string;
  hint?: string;
  /** Searched, but not shown. */
  also?: string;
  /** A key, shown in a monospaced font. */
  key?: boolean;
  /** Offered for every rotating secret, but only after something is typed. */
  onlyAsked?: boolean;
  href: string;
};

export type Known = {
  actions: readonly Action[];
  apps: readonly App[];
  /** Those that the server finds for the query, or else the worst. */
  rotating: readonly Omit<OverviewRow, "keySince">[];
  found: FoundSecrets;
  /** The environment of the open page. */
  environmentId: string | null;
};

const AT_FIRST = 6;
const AT_MOST = 20;

/** The commands that contain every word of `query`, in groups. A few of each while nothing is typed. */
export function findCommands(
  query: string,
  known: Known,
  extra: CommandGroup["items"],
  go: (href: string) => void,
): CommandGroup[] {
  const words = wordsOf(query);
  const matches = (...texts: (string | undefined)[]) => {
    const text = texts.join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  };
  const limit = words.length === 0 ? AT_FIRST : AT_MOST;
  const pick = (items: readonly Found[]) =>
    items
      .filter(({ onlyAsked = false }) => words.length > 0 || !onlyAsked)
      .filter(({ label, hint, also }) => matches(label, hint, also))
      .slice(0, limit)
      .map(({ value, label, hint, key, href }) => ({ value, label, hint, key, onSelect: () => go(href) }));
  return [
    { value: "This environment", items: pick(hereCommands(known)) },
    { value: "Rotating secrets", items: pick(rotatingCommands(known)) },
    { value: "Secrets", items: pick(secretCommands(known)) },
    { value: "Environments", items: pick(environmentCommands(known)) },
    { value: "Apps", items: pick(appCommands(known)) },
    { value: "Places", items: pick(placeCommands(known)) },
    {
      value: "Actions",
      items: [...pick(actionCommands(known)), ...extra.filter(({ label }) => matches(label))],
    },
  ].filter(({ items }) => items.length > 0);
}

function hereCommands({ environmentId, apps, actions }: Known): Found[] {
  if (environmentId === null) return [];
  const path = environmentPath(apps, environmentId);
  const of = (name: string, label: string, needs: Action): Found[] =>
    actions.includes(needs) ? [{ value: `new-${name}`, label, href: `${path}?new=${name}` }] : [];
  return [
    ...of("secret", "New secret", "secrets:write"),
    ...of("rotating", "New rotating secret", "rotation:manage"),
    ...of("import", "Import from .env", "secrets:write"),
  ];
}

function rotatingCommands({ rotating, apps }: Known): Found[] {
  return rotating.map(({ rotatingSecret: secret, appName, environmentName }) => ({
    value: secret.id,
    label: secret.name,
    hint: `${appName} / ${environmentName}`,
    also: `${secret.config.projectName} ${IN_MANAGE}`,
    href: environmentPath(apps, secret.environmentId, secret.id),
  }));
}

function secretCommands({ found, apps }: Known): Found[] {
  return found.map((secret) => ({
    value: `row-${secret.id}`,
    label: secret.key,
    key: true,
    hint: `${secret.appName} / ${secret.environmentName}`,
    also: secret.comment,
    href: `${environmentPath(apps, secret.environmentId)}?filter=${encodeURIComponent(secret.key)}`,
  }));
}

function environmentCommands({ apps }: Known): Found[] {
  return apps.flatMap((app) =>
    app.environments.map(({ id, name }) => ({
      value: id,
      label: `${app.name} / ${name}`,
      href: environmentPath(apps, id),
    })),
  );
}

function appCommands({ apps }: Known): Found[] {
  return apps.map((app) => ({ value: app.id, label: app.name, href: `/apps/${app.id}` }));
}

function placeCommands({ actions }: Known): Found[] {
  return [...PLACES, ...OTHER_PLACES]
    .filter(({ needs }) => actions.includes(needs))
    .map(({ href, label }) => ({ value: href, label, href }));
}

function actionCommands({ actions, rotating, apps }: Known): Found[] {
  const made: (Found & { needs: Action })[] = [
    {
      value: "credential",
      label: "Add credential",
      needs: "credentials:manage",
      href: "/integrations?add=openai",
    },
    { value: "app", label: "New app", needs: "apps:manage", href: "/apps?new=app" },
    { value: "member", label: "Invite member", needs: "members:manage", href: "/members?add=member" },
    { value: "token", label: "New service token", needs: "tokens:manage", href: "/service-tokens?new=token" },
    { value: "webhook", label: "Add webhook", needs: "webhooks:manage", href: "/notifications?add=webhook" },
    ...rotating.flatMap(({ rotatingSecret: secret, appName, environmentName }) =>
      DONE_BY_ADDRESS.map(({ action, label }) => ({
        value: `${action}-${secret.id}`,
        label: label(secret.name),
        hint: `${appName} / ${environmentName}`,
        needs: "rotation:manage" as const,
        onlyAsked: true,
        href: `${environmentPath(apps, secret.environmentId, secret.id)}&do=${action}`,
      })),
    ),
  ];
  return made.filter(({ needs }) => actions.includes(needs));
}
