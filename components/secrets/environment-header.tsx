"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { PageHeader } from "@/components/ui/page-header";
import { appsQuery } from "@/lib/client/apps";

type EnvironmentHeaderProps = {
  appId: string;
  environmentId: string;
  actions: ReactNode;
  /** The filter of the list below. */
  filter: ReactNode;
};

/** The environment's name, and links to the app's other ones. */
export function EnvironmentHeader({ appId, environmentId, actions, filter }: EnvironmentHeaderProps) {
  const app = useQuery(appsQuery).data?.find((one) => one.id === appId);
  const environments = app?.environments ?? [];
  const current = environments.find((one) => one.id === environmentId);
  return (
    <>
      <PageHeader
        title={
          <>
            {app !== undefined && <span className="font-normal text-muted">{app.name} / </span>}
            {current?.name ?? "Environment"}
          </>
        }
        actions={actions}
      />
      <div className="-mt-2 mb-2 lg:flex lg:items-end lg:gap-6 lg:shadow-[inset_0_-1px_0_var(--line)]">
        <nav
          aria-label="Environments"
          className="flex min-w-0 flex-1 gap-5 overflow-x-auto max-lg:mb-3 max-lg:shadow-[inset_0_-1px_0_var(--line)]"
        >
          {environments.map((environment) => (
            <Link
              key={environment.id}
              href={`/apps/${appId}/environments/${environment.id}`}
              aria-current={environment.id === environmentId ? "page" : undefined}
              className="flex h-9 shrink-0 items-center border-b-2 border-transparent font-medium text-muted hover:text-ink focus-visible:-outline-offset-2 aria-[current=page]:border-accent aria-[current=page]:text-ink forced-colors:border-[Canvas] forced-colors:aria-[current=page]:border-[Highlight]"
            >
              {environment.name}
            </Link>
          ))}
        </nav>
        {filter}
      </div>
    </>
  );
}
