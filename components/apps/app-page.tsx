"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { NotLoaded } from "@/components/ui/not-loaded";
import { PageHeader } from "@/components/ui/page-header";
import { Row, Rows } from "@/components/ui/rows";
import type { Overview } from "@/lib/api/rotating-secrets";
import { appsQuery } from "@/lib/client/apps";
import { overviewQuery } from "@/lib/client/rotating-secrets";

function rotatingIn(overview: Overview | undefined, environmentId: string): string | undefined {
  if (overview === undefined) return undefined;
  const count = overview.items.filter(
    ({ rotatingSecret }) => rotatingSecret.environmentId === environmentId,
  ).length;
  if (count === 0) return "No rotating secrets";
  return `${count} rotating ${count === 1 ? "secret" : "secrets"}`;
}

/** An app: its environments. */
export function AppPage({ appId }: { appId: string }) {
  const apps = useQuery(appsQuery);
  const overview = useQuery(overviewQuery).data;
  if (apps.data === undefined)
    return <NotLoaded query={apps} loading="Loading the app…" failed="The app could not be loaded" />;
  const app = apps.data.find(({ id }) => id === appId);
  if (app === undefined) {
    return (
      <EmptyState title="App not found" action={<ButtonLink href="/apps">All apps</ButtonLink>}>
        It may have been deleted, or the address is not quite right.
      </EmptyState>
    );
  }
  return (
    <>
      <PageHeader title={app.name} description="Choose an environment to see its secrets." />
      <Rows label="Environments">
        {app.environments.map((environment) => (
          <Row
            key={environment.id}
            title={
              <Link
                href={`/apps/${app.id}/environments/${environment.id}`}
                className="rounded-sm hover:underline"
              >
                {environment.name}
              </Link>
            }
            meta={rotatingIn(overview, environment.id)}
          />
        ))}
      </Rows>
    </>
  );
}
