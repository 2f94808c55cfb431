"use client";
import { useQuery } from "@tanstack/react-query";
import { usePathname } from "next/navigation";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { appsQuery } from "@/lib/client/apps";
import { meQuery } from "@/lib/client/me";
import { EnvironmentSwitcher } from "./environment-switcher";
import { crumbsOf, whereIs } from "./where";

/**
 * Organisation / app / environment, the last one with a switcher. On a narrow page the switcher has the whole
 * width.
 */
export function PageCrumbs() {
  const pathname = usePathname();
  const organisation = useQuery(meQuery).data?.organisation.name ?? "…";
  const apps = useQuery(appsQuery).data ?? [];
  const hasSwitcher = whereIs(pathname, apps)?.environment !== undefined;
  return (
    <div className="flex min-w-0 items-center gap-1.5">
      <div className={hasSwitcher ? "min-w-0 max-sm:sr-only" : "min-w-0"}>
        <Breadcrumbs items={crumbsOf(pathname, organisation, apps)} isWhole={!hasSwitcher} />
      </div>
      <EnvironmentSwitcher />
    </div>
  );
}
