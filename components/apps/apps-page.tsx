"use client";
import { useQuery } from "@tanstack/react-query";
import { AppWindow, Plus } from "lucide-react";
import Link from "next/link";
import { lazy, Suspense } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { NotLoaded } from "@/components/ui/not-loaded";
import { PageHeader } from "@/components/ui/page-header";
import { Row, Rows } from "@/components/ui/rows";
import { useAskedParam } from "@/components/ui/use-url-param";
import { appsQuery } from "@/lib/client/apps";
import { useMay } from "@/lib/client/me";

const NewAppDialog = lazy(() => import("./new-app-dialog"));

export function AppsPage() {
  const apps = useQuery(appsQuery);
  const mayManage = useMay("apps:manage");
  const [creating, setCreating] = useAskedParam("new");
  const newButton = mayManage ? (
    <Button variant="primary" onClick={() => setCreating("app")}>
      <Plus aria-hidden />
      New app
    </Button>
  ) : null;
  const empty = apps.data?.length === 0;
  return (
    <>
      <PageHeader
        title="Apps"
        description="One app per program. Each environment of an app has its own secrets."
        actions={empty ? null : newButton}
      />
      <NotLoaded query={apps} loading="Loading apps…" failed="Couldn't load apps" />
      {empty && (
        <EmptyState title="No apps yet" icon={<AppWindow aria-hidden />} action={newButton}>
          Create one for each program that needs secrets. Every app starts with three environments:
          Development, Staging and Production.
        </EmptyState>
      )}
      {apps.data !== undefined && !empty && (
        <Rows label="Apps">
          {apps.data.map((app) => (
            <Row
              key={app.id}
              title={
                <Link href={`/apps/${app.id}`} className="rounded-sm hover:underline">
                  {app.name}
                </Link>
              }
              meta={
                <span className="flex flex-wrap gap-x-4">
                  {app.environments.map(({ id, name }) => (
                    <Link
                      key={id}
                      href={`/apps/${app.id}/environments/${id}`}
                      className="rounded-sm hover:text-ink hover:underline"
                    >
                      {name}
                    </Link>
                  ))}
                </span>
              }
            />
          ))}
        </Rows>
      )}
      <Suspense>
        {creating !== null && mayManage && <NewAppDialog onClose={() => setCreating(null)} />}
      </Suspense>
    </>
  );
}
