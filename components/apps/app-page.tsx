"use client";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { NotLoaded } from "@/components/ui/not-loaded";
import { PageHeader } from "@/components/ui/page-header";
import { useNavigate } from "@/components/ui/use-navigate";
import { appsQuery } from "@/lib/client/apps";
import { useMay } from "@/lib/client/me";
import type { AppDialog } from "./app-dialogs";
import { EnvironmentList } from "./environment-list";

const AppDialogs = lazy(() => import("./app-dialogs"));

/** An app: its environments. */
export function AppPage({ appId }: { appId: string }) {
  const apps = useQuery(appsQuery);
  const mayManage = useMay("apps:manage");
  const navigate = useNavigate();
  const [isDeleted, setDeleted] = useState(false);
  const [dialog, setDialog] = useState<AppDialog | null>(null);
  if (apps.data === undefined)
    return <NotLoaded query={apps} loading="Loading app…" failed="Couldn't load the app" />;
  const app = apps.data.find(({ id }) => id === appId);
  if (app === undefined) {
    // The browser is already leaving for the list of apps.
    if (isDeleted) return null;
    return (
      <EmptyState title="App not found" action={<ButtonLink href="/apps">All apps</ButtonLink>}>
        The app may have been deleted, or the URL is wrong.
      </EmptyState>
    );
  }
  return (
    <>
      <PageHeader
        title={app.name}
        description="Choose an environment to see its secrets."
        actions={
          mayManage && (
            <>
              <Button onClick={() => setDialog({ kind: "delete" })}>Delete</Button>
              <Button onClick={() => setDialog({ kind: "rename" })}>Rename</Button>
              <Button variant="primary" onClick={() => setDialog({ kind: "add" })}>
                <Plus aria-hidden />
                New environment
              </Button>
            </>
          )
        }
      />
      <EnvironmentList
        app={app}
        mayManage={mayManage}
        onRename={(environment) => setDialog({ kind: "environment", environment })}
        onDelete={(environment) => setDialog({ kind: "delete environment", environment })}
      />
      <Suspense>
        {dialog !== null && mayManage && (
          <AppDialogs
            app={app}
            dialog={dialog}
            onDeleted={() => {
              setDeleted(true);
              navigate("/apps");
            }}
            onClose={() => setDialog(null)}
          />
        )}
      </Suspense>
    </>
  );
}
