"use client";
import { useQuery } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { appsQuery } from "@/lib/client/apps";
import { useMay } from "@/lib/client/me";
import type { OpenDialog } from "./environment-dialogs";
import { ExportMenu } from "./export-menu";
import { NewSecretMenu } from "./new-secret-menu";

function reachForNewSecret(): void {
  // An error appears when the dialog is opened.
  void import("./environment-dialogs").then(({ loadNewSecret }) => loadNewSecret()).catch(() => {});
}

type EnvironmentActionsProps = {
  appId: string;
  environmentId: string;
  /** The environment has a value to use. */
  hasRows: boolean;
  onDialog: (dialog: OpenDialog) => void;
};

/** Actions for a whole environment. */
export function EnvironmentActions({ appId, environmentId, hasRows, onDialog }: EnvironmentActionsProps) {
  const mayReveal = useMay("secrets:read", environmentId);
  const mayWrite = useMay("secrets:write", environmentId);
  const mayRotate = useMay("rotation:manage", environmentId);
  const app = useQuery(appsQuery).data?.find(({ id }) => id === appId);
  const environment = app?.environments.find(({ id }) => id === environmentId);
  const fileName = [app?.name, environment?.name]
    .join("-")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-");
  return (
    <>
      {hasRows && mayReveal && <ExportMenu environmentId={environmentId} fileName={fileName} />}
      {hasRows && <Button onClick={() => onDialog({ kind: "use" })}>Use in a program</Button>}
      <NewSecretMenu
        mayWrite={mayWrite}
        mayRotate={mayRotate}
        onSecret={() => onDialog({ kind: "secret" })}
        onRotatingSecret={() => onDialog({ kind: "rotating" })}
        onImport={() => onDialog({ kind: "import" })}
        onReach={reachForNewSecret}
      />
    </>
  );
}
