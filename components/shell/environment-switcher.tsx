"use client";
import { useQuery } from "@tanstack/react-query";
import { AppWindow, Check, ChevronsUpDown } from "lucide-react";
import { usePathname } from "next/navigation";
import { Menu } from "@/components/ui/menu";
import { useNavigate } from "@/components/ui/use-navigate";
import { appsQuery } from "@/lib/client/apps";
import { environmentCountsQuery } from "@/lib/client/overview";
import { whereIs } from "./where";

/** The page's environment at the end of the breadcrumbs, with links to the app's other ones. */
export function EnvironmentSwitcher() {
  const navigate = useNavigate();
  const where = whereIs(usePathname(), useQuery(appsQuery).data ?? []);
  const counts = useQuery(environmentCountsQuery).data ?? [];
  if (where?.environment === undefined) return null;
  const { app, environment } = where;
  const failedIn = (id: string) => counts.find(({ environmentId }) => environmentId === id)?.failed ?? 0;
  return (
    <div className="flex min-w-0 items-center gap-1.5">
      <span aria-hidden className="text-faint max-sm:hidden">
        /
      </span>
      <Menu
        align="start"
        items={[
          ...app.environments.map(({ id, name }) => ({
            label: name,
            description: failedIn(id) > 0 ? `${failedIn(id)} failed` : undefined,
            icon:
              id === environment.id ? (
                <Check aria-label="Current" />
              ) : (
                <span aria-hidden className="size-4" />
              ),
            onSelect: () => navigate(`/apps/${app.id}/environments/${id}`),
          })),
          {
            label: "All apps",
            separated: true,
            icon: <AppWindow aria-hidden />,
            onSelect: () => navigate("/apps"),
          },
        ]}
        trigger={(props) => (
          <button
            {...props}
            type="button"
            aria-label={`Environment: ${app.name} / ${environment.name}`}
            className="-mx-1 flex h-8 min-w-0 items-center gap-1 rounded-md px-1.5 font-medium hover:bg-hover aria-expanded:bg-hover"
          >
            <span className="min-w-0 truncate">
              <span className="font-normal text-muted sm:hidden">{app.name} / </span>
              {environment.name}
            </span>
            <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-faint" />
          </button>
        )}
      />
    </div>
  );
}
