/** The location of a page. Pure, so that a test can check it. Breadcrumbs, the tab's title and the switcher agree. */
import type { Crumb } from "@/components/ui/breadcrumbs";
import type { App } from "@/lib/api/apps";
import type { EnvironmentCounts } from "@/lib/api/overview";
import { placeOf } from "./places";

/** A page that is linked from other pages but not in the rail. */
const API_REFERENCE = { href: "/api-docs", label: "API reference" };

export type Where = { app: App; environment: App["environments"][number] | undefined };

/** The app and environment of a path. Null for other pages. */
export function whereIs(pathname: string, apps: readonly App[]): Where | null {
  const [first, appId, , environmentId] = pathname.split("/").filter((part) => part !== "");
  const app = first === "apps" ? apps.find(({ id }) => id === appId) : undefined;
  if (app === undefined) return null;
  return { app, environment: app.environments.find(({ id }) => id === environmentId) };
}

function placeLabel(pathname: string): string | undefined {
  return pathname === API_REFERENCE.href ? API_REFERENCE.label : placeOf(pathname)?.label;
}

/** Organisation / app, or organisation / page. The switcher shows the environment. */
export function crumbsOf(pathname: string, organisation: string, apps: readonly App[]): Crumb[] {
  const home = { label: organisation, href: "/" };
  const where = whereIs(pathname, apps);
  if (where === null) {
    const label = placeLabel(pathname);
    return label === undefined ? [home] : [home, { label }];
  }
  const { app, environment } = where;
  return environment === undefined
    ? [home, { label: app.name }]
    : [home, { label: app.name, href: `/apps/${app.id}` }];
}

/**
 * "(2) Production · Shop · Phase": the number of failed rotating secrets comes first, where a narrow tab
 * still shows it.
 */
export function tabTitle(pathname: string, apps: readonly App[], failed: number): string | null {
  const where = whereIs(pathname, apps);
  const words = where === null ? [placeLabel(pathname)] : [where.environment?.name, where.app.name];
  const known = words.filter((word) => word !== undefined);
  if (known.length === 0) return null;
  return `${failed > 0 ? `(${failed}) ` : ""}${[...known, "Phase"].join(" · ")}`;
}

export function failedIn(counts: readonly EnvironmentCounts[] | undefined): number {
  return (counts ?? []).reduce((sum, { failed }) => sum + failed, 0);
}
