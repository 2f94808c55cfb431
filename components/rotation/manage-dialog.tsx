"use client";
import { useState } from "react";
import { NotLoaded } from "@/components/ui/not-loaded";
import { SidePanel } from "@/components/ui/side-panel";
import { Tabs } from "@/components/ui/tabs";
import { useAskedParam } from "@/components/ui/use-url-param";
import type { RotatingSecret } from "@/lib/api/rotating-secrets";
import { useMay } from "@/lib/client/me";
import { useRotatingSecret } from "@/lib/client/rotating-secrets";
import { DeleteDialog } from "./delete-dialog";
import { EditDialog } from "./edit-dialog";
import type { ManageAction } from "./manage-actions";
import { ManageCredentials } from "./manage-credentials";
import { ManageEvents } from "./manage-events";
import { ManageHead, RotateNow } from "./manage-head";
import { ManageStatus } from "./manage-status";
import type { ManageTab } from "./manage-tab";
import { RotateDialog } from "./rotate-dialog";

type ManageDialogProps = {
  secretId: string;
  tab: ManageTab;
  onTab: (tab: ManageTab) => void;
  onClose: () => void;
  onRecreate: (secret: RotatingSecret) => void;
  /** Names of other rows in the environment. */
  taken: ReadonlySet<string>;
};

/** Everything about one rotating secret, in three tabs beside its list. */
export function ManageDialog({ secretId, tab, onTab, onClose, onRecreate, taken }: ManageDialogProps) {
  const [chosen, setAction] = useState<ManageAction | null>(null);
  // The search opens this with `do`.
  const [asked, setAsked] = useAskedParam("do");
  const query = useRotatingSecret(secretId);
  const secret = query.data;
  const mayManage = useMay("rotation:manage", secret?.environmentId);
  const action = chosen ?? (asked === "rotate" && mayManage ? asked : null);
  const back = () => {
    setAction(null);
    setAsked(null);
  };
  return (
    <SidePanel
      onClose={onClose}
      title={secret === undefined ? "Manage" : `Manage ${secret.name}`}
      head={secret !== undefined && <ManageHead secret={secret} />}
      action={
        secret !== undefined &&
        mayManage && <RotateNow secret={secret} onRotate={() => setAction("rotate")} />
      }
    >
      <NotLoaded query={query} failed="Couldn't load this rotating secret" rows={4} />
      {secret !== undefined && (
        <Tabs
          label="About this rotating secret"
          value={tab}
          onValueChange={onTab}
          tabs={[
            {
              value: "status",
              label: "Status",
              content: (
                <ManageStatus
                  secret={secret}
                  onAction={setAction}
                  onRecreate={() => onRecreate(secret)}
                  onCredentials={() => onTab("credentials")}
                />
              ),
            },
            { value: "credentials", label: "Credentials", content: <ManageCredentials secret={secret} /> },
            { value: "events", label: "Events", content: <ManageEvents secretId={secret.id} /> },
          ]}
        />
      )}
      {secret !== undefined && action === "rotate" && <RotateDialog secret={secret} onClose={back} />}
      {secret !== undefined && action === "edit" && (
        <EditDialog secret={secret} taken={taken} onClose={back} />
      )}
      {secret !== undefined && action === "delete" && (
        <DeleteDialog secret={secret} onClose={back} onDeleted={onClose} />
      )}
    </SidePanel>
  );
}
