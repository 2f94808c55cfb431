"use client";
import { useQuery } from "@tanstack/react-query";
import { Suspense, useDeferredValue, useMemo, useState } from "react";
import { KeyRound } from "lucide-react";
import { type ManageTab, manageTab } from "@/components/rotation/manage-tab";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { SkeletonRows } from "@/components/ui/skeleton";
import { changeAddress, useUrlParam } from "@/components/ui/use-url-param";
import { useMay } from "@/lib/client/me";
import { rotatingSecretsQuery } from "@/lib/client/rotating-secrets";
import { secretRowsQuery } from "@/lib/client/secrets";
import { EnvironmentActions } from "./environment-actions";
import { EnvironmentHeader } from "./environment-header";
import { Creations, EnvironmentDialogs } from "./environment-parts";
import { FilteredSecrets } from "./filtered-secrets";
import { ManagePanel } from "./manage-panel";
import { groupSecrets, rowsIn } from "./secret-groups";
import { SecretFilter } from "./secret-filter";
import { useEnvironmentDialog } from "./use-environment-dialog";
import { useFilter } from "./use-filter";

// Each is a step that Back undoes.
const openManage = (secretId: string) => changeAddress({ manage: secretId, tab: null }, { push: true });
const openTab = (tab: ManageTab) => changeAddress({ tab }, { push: true });
const closeManage = () => changeAddress({ manage: null, tab: null }, { push: true });

type EnvironmentSecretsProps = { appId: string; environmentId: string };

/** An environment: its rows, and all dialogs that open from them. */
export function EnvironmentSecrets({ appId, environmentId }: EnvironmentSecretsProps) {
  const [filter, setFilter] = useFilter();
  const [dialog, setDialog] = useEnvironmentDialog(environmentId);
  const [managed] = useUrlParam("manage");
  const [tab] = useUrlParam("tab");
  const [createdId, setCreatedId] = useState<string | null>(null);
  const mayRotate = useMay("rotation:manage", environmentId);
  const rows = useQuery(secretRowsQuery(environmentId));
  const rotating = useQuery(rotatingSecretsQuery(environmentId));
  const loaded = rows.data !== undefined && rotating.data !== undefined;
  const failure = rows.data === undefined ? rows.error : rotating.data === undefined ? rotating.error : null;
  const empty = loaded && rows.data.length === 0 && rotating.data.length === 0;
  // Typing has priority, and the list follows.
  const applied = useDeferredValue(filter);
  const groups = useMemo(
    () => groupSecrets(rows.data ?? [], rotating.data ?? [], applied),
    [rows.data, rotating.data, applied],
  );
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
          loaded &&
          !empty && (
            <SecretFilter
              value={filter}
              onChange={setFilter}
              rows={rows.data.length}
              shown={rowsIn(groups)}
            />
          )
        }
        actions={
          <EnvironmentActions
            appId={appId}
            environmentId={environmentId}
            hasRows={loaded && !empty}
            onDialog={setDialog}
          />
        }
      />
      {dialog?.kind !== "rotating" && (
        <Suspense>
          <Creations
            environmentId={environmentId}
            onOpen={(draft) => setDialog({ kind: "rotating", draft })}
          />
        </Suspense>
      )}
      {failure !== null && (
        <ErrorState
          title="Couldn't load secrets"
          error={failure}
          onRetry={retry}
          pending={rows.isFetching || rotating.isFetching}
        />
      )}
      {!loaded && failure === null && <SkeletonRows count={6} label="Loading secrets…" />}
      {empty && (
        <EmptyState
          icon={<KeyRound aria-hidden />}
          title="No secrets yet"
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
          groups={groups}
          filter={applied}
          createdId={createdId}
          onManage={openManage}
          onDialog={setDialog}
        />
      )}
      {dialog !== null && (loaded || failure !== null) && (
        <Suspense>
          <EnvironmentDialogs
            environmentId={environmentId}
            rows={rows.data ?? []}
            dialog={dialog}
            onClose={() => setDialog(null)}
            onCreated={({ id }) => {
              setDialog(null);
              setCreatedId(id);
            }}
          />
        </Suspense>
      )}
      {managed !== null && (
        <ManagePanel
          key={managed}
          secretId={managed}
          tab={manageTab(tab)}
          rows={rows.data ?? []}
          onTab={openTab}
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
