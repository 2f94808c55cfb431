"use client";
import { useQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { Creations } from "@/components/rotation/creations";
import { manageTab } from "@/components/rotation/manage-tab";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useUrlParam } from "@/components/ui/use-url-param";
import { useMay } from "@/lib/client/me";
import { rotatingSecretsQuery } from "@/lib/client/rotating-secrets";
import { secretRowsQuery } from "@/lib/client/secrets";
import { EnvironmentDialogs, loadNewSecret } from "./environment-dialogs";
import { EnvironmentHeader } from "./environment-header";
import { FilteredSecrets } from "./filtered-secrets";
import { ManagePanel } from "./manage-panel";
import { NewSecretMenu } from "./new-secret-menu";
import { SecretFilter } from "./secret-filter";
import { useEnvironmentDialog } from "./use-environment-dialog";
import { useFilter } from "./use-filter";

type EnvironmentSecretsProps = { appId: string; environmentId: string };

/** An environment: its rows, and everything that opens from them. */
export function EnvironmentSecrets({ appId, environmentId }: EnvironmentSecretsProps) {
  const [filter, setFilter] = useFilter();
  const [dialog, setDialog] = useEnvironmentDialog(environmentId);
  const [managed, setManaged] = useUrlParam("manage");
  const [tab, setTab] = useUrlParam("tab");
  const [, setAsked] = useUrlParam("do");
  const closeManage = () => {
    setManaged(null);
    setTab(null);
    setAsked(null);
  };
  const mayWrite = useMay("secrets:write", environmentId);
  const mayRotate = useMay("rotation:manage", environmentId);
  const rows = useQuery(secretRowsQuery(environmentId));
  const rotating = useQuery(rotatingSecretsQuery(environmentId));
  const loaded = rows.data !== undefined && rotating.data !== undefined;
  const failure = rows.data === undefined ? rows.error : rotating.data === undefined ? rotating.error : null;
  const empty = loaded && rows.data.length === 0 && rotating.data.length === 0;
  const retry = () => {
    void rows.refetch();
    void rotating.refetch();
  };
  return (
    <>
      <EnvironmentHeader
        appId={appId}
        environmentId={environmentId}
        filter={
          loaded && !empty && <SecretFilter value={filter} onChange={setFilter} rows={rows.data.length} />
        }
        actions={
          <NewSecretMenu
            mayWrite={mayWrite}
            mayRotate={mayRotate}
            onSecret={() => setDialog({ kind: "secret" })}
            onRotatingSecret={() => setDialog({ kind: "rotating" })}
            onImport={() => setDialog({ kind: "import" })}
            onReach={loadNewSecret}
          />
        }
      />
      {dialog?.kind !== "rotating" && (
        <Creations environmentId={environmentId} onOpen={(draft) => setDialog({ kind: "rotating", draft })} />
      )}
      {failure !== null && (
        <ErrorState
          title="The secrets could not be loaded"
          error={failure}
          onRetry={retry}
          pending={rows.isFetching || rotating.isFetching}
        />
      )}
      {!loaded && failure === null && <SkeletonRows count={6} label="Loading the secrets…" />}
      {empty && (
        <EmptyState
          icon={<KeyRound aria-hidden />}
          title="No secrets here yet"
          action={
            mayRotate && (
              <Button onClick={() => setDialog({ kind: "rotating" })}>Create a rotating secret</Button>
            )
          }
        >
          Secrets that your programs read: values you enter, and OpenAI keys that Phase rotates on a schedule.
        </EmptyState>
      )}
      {loaded && !empty && (
        <FilteredSecrets
          environmentId={environmentId}
          rows={rows.data}
          secrets={rotating.data}
          filter={filter}
          onManage={setManaged}
          onDialog={setDialog}
        />
      )}
      {dialog !== null && (
        <EnvironmentDialogs
          environmentId={environmentId}
          rows={rows.data ?? []}
          dialog={dialog}
          onClose={() => setDialog(null)}
        />
      )}
      {managed !== null && (
        <ManagePanel
          key={managed}
          secretId={managed}
          tab={manageTab(tab)}
          rows={rows.data ?? []}
          onTab={setTab}
          onClose={closeManage}
          onRecreate={(secret) => {
            closeManage();
            setDialog({ kind: "rotating", from: secret });
          }}
        />
      )}
    </>
  );
}
