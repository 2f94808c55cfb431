"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { NotLoaded } from "@/components/ui/not-loaded";
import { PageHeader } from "@/components/ui/page-header";
import { Row, Rows } from "@/components/ui/rows";
import type { EnvironmentCounts } from "@/lib/api/overview";
import { appsQuery } from "@/lib/client/apps";
import { environmentCountsQuery } from "@/lib/client/overview";

function rotatingIn(
  counts: readonly EnvironmentCounts[] | undefined,
  environmentId: string,
): string | undefined {
  if (counts === undefined) return undefined;
  const count = counts.find((row) => row.environmentId === environmentId)?.rotatingSecrets ?? 0;
  if (count === 0) return "No rotating secrets";
  return `${count} rotating ${count === 1 ? "secret" : "secrets"}`;
}

/** An app: its environments. */
export function AppPage({ appId }: { appId: string }) {
  const apps = useQuery(appsQuery);
  const counts = useQuery(environmentCountsQuery).data;
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
            meta={rotatingIn(counts, environment.id)}
          />
        ))}
      </Rows>
    </>
  );
}
