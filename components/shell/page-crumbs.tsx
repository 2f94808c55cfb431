"use client";
import { useQuery } from "@tanstack/react-query";
import { usePathname } from "next/navigation";
import { Breadcrumbs, type Crumb } from "@/components/ui/breadcrumbs";
import type { App } from "@/lib/api/apps";
import { appsQuery } from "@/lib/client/apps";
import { meQuery } from "@/lib/client/me";
import { placeOf } from "./places";

/** A page that other pages lead to: it has no place in the rail. */
const API_REFERENCE = { href: "/api-docs", label: "API reference" };

/** Organisation / app / environment, or organisation / place. */
function crumbsOf(pathname: string, organisation: string, apps: readonly App[]): Crumb[] {
  const home = { label: organisation, href: "/" };
  const [first, appId, , environmentId] = pathname.split("/").filter((part) => part !== "");
  const app = first === "apps" ? apps.find(({ id }) => id === appId) : undefined;
  if (app === undefined) {
    const place = pathname === API_REFERENCE.href ? API_REFERENCE : placeOf(pathname);
    return place === undefined ? [home] : [home, { label: place.label }];
  }
  const environment = app.environments.find(({ id }) => id === environmentId);
  const appCrumb = { label: app.name, href: `/apps/${app.id}` };
  return environment === undefined ? [home, appCrumb] : [home, appCrumb, { label: environment.name }];
}

export function PageCrumbs() {
  const pathname = usePathname();
  const me = useQuery(meQuery);
  const apps = useQuery(appsQuery);
  return <Breadcrumbs items={crumbsOf(pathname, me.data?.organisation.name ?? "…", apps.data ?? [])} />;
}
