"use client";
import { useRouter } from "next/navigation";
import { CommandPalette } from "@/components/ui/command-palette";
import { useApps } from "@/lib/client/apps";
import { useMe } from "@/lib/client/me";
import { useOverview } from "@/lib/client/overview";
import { environmentPath } from "./environment-path";
import { PLACES } from "./places";
import { chooseTheme, THEMES } from "./theme";

/**
 * What the search finds: places, apps, environments, rotating secrets, and a few things to do. To be rendered only while
 * it is open: the overview is asked for again and again as long as somebody looks at it.
 */
export default function CommandMenu({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const actions = useMe().data?.actions ?? [];
  const apps = useApps().data ?? [];
  const secrets = useOverview().data?.items ?? [];
  const go = (href: string) => () => router.push(href);
  const groups = [
    {
      value: "Rotating secrets",
      items: secrets.map(({ rotatingSecret: secret, appName, environmentName }) => ({
        value: secret.id,
        label: secret.name,
        hint: `${appName} / ${environmentName}`,
        onSelect: go(environmentPath(apps, secret.environmentId, secret.id)),
      })),
    },
    {
      value: "Environments",
      items: apps.flatMap((app) =>
        app.environments.map(({ id, name }) => ({
          value: id,
          label: `${app.name} / ${name}`,
          onSelect: go(environmentPath(apps, id)),
        })),
      ),
    },
    {
      value: "Apps",
      items: apps.map((app) => ({ value: app.id, label: app.name, onSelect: go(`/apps/${app.id}`) })),
    },
    {
      value: "Places",
      items: PLACES.filter(({ needs }) => actions.includes(needs)).map(({ href, label }) => ({
        value: href,
        label,
        onSelect: go(href),
      })),
    },
    {
      value: "Actions",
      items: [
        ...(actions.includes("credentials:manage")
          ? [{ value: "add", label: "Add credential", onSelect: go("/integrations?add=openai") }]
          : []),
        ...(actions.includes("apps:manage")
          ? [{ value: "app", label: "New app", onSelect: go("/apps?new=app") }]
          : []),
        ...THEMES.map((theme) => ({
          value: `theme-${theme}`,
          label: `Theme: ${theme}`,
          onSelect: () => chooseTheme(theme),
        })),
      ],
    },
  ];
  return <CommandPalette onClose={onClose} groups={groups.filter(({ items }) => items.length > 0)} />;
}
