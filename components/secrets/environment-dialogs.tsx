"use client";
import { lazy, Suspense } from "react";
import type { CreateRotatingSecret, RotatingSecret } from "@/lib/api/rotating-secrets";
import type { SecretRow } from "@/lib/api/secrets";
import { takenKeys } from "./taken-keys";

// A dialog's code is loaded when someone reaches for it, so that the list stays light.
const loadSecret = () => import("./secret-dialog");
const loadImport = () => import("./import-dialog");
const loadRotating = () => import("@/components/rotation/rotating-secret-dialog");

/** Loads the code of New Secret's dialogs before the click. */
export function loadNewSecret(): void {
  void Promise.allSettled([loadSecret(), loadImport(), loadRotating()]);
}

const SecretDialog = lazy(async () => ({ default: (await loadSecret()).SecretDialog }));
const ImportDialog = lazy(async () => ({ default: (await loadImport()).ImportDialog }));
const UseItDialog = lazy(async () => ({ default: (await import("./use-it-dialog")).UseItDialog }));
const EditSecretDialog = lazy(async () => ({
  default: (await import("./edit-secret-dialog")).EditSecretDialog,
}));
const DeleteSecretDialog = lazy(async () => ({
  default: (await import("./delete-secret-dialog")).DeleteSecretDialog,
}));
const RotatingSecretDialog = lazy(async () => ({ default: (await loadRotating()).RotatingSecretDialog }));

export type OpenDialog =
  | { kind: "secret" }
  | { kind: "import" }
  | { kind: "use" }
  | { kind: "rotating"; from?: RotatingSecret; draft?: CreateRotatingSecret }
  | { kind: "edit"; secret: SecretRow }
  | { kind: "delete"; secret: SecretRow };

type EnvironmentDialogsProps = {
  environmentId: string;
  rows: readonly SecretRow[];
  dialog: OpenDialog;
  onClose: () => void;
  onCreated: (secret: RotatingSecret) => void;
};

function Chosen({ environmentId, rows, dialog, onClose, onCreated }: EnvironmentDialogsProps) {
  switch (dialog.kind) {
    case "secret":
      return <SecretDialog environmentId={environmentId} taken={takenKeys(rows)} onClose={onClose} />;
    case "import":
      return <ImportDialog environmentId={environmentId} taken={takenKeys(rows)} onClose={onClose} />;
    case "use":
      return <UseItDialog environmentId={environmentId} rows={rows} onClose={onClose} />;
    case "rotating":
      return (
        <RotatingSecretDialog
          environmentId={environmentId}
          taken={takenKeys(rows)}
          from={dialog.from}
          draft={dialog.draft}
          onClose={onClose}
          onCreated={onCreated}
        />
      );
    case "edit":
      return (
        <EditSecretDialog
          environmentId={environmentId}
          secret={dialog.secret}
          taken={takenKeys(rows, (row) => row.id === dialog.secret.id)}
          onClose={onClose}
        />
      );
    case "delete":
      return <DeleteSecretDialog environmentId={environmentId} secret={dialog.secret} onClose={onClose} />;
    default:
      return dialog satisfies never;
  }
}

/** The page's open dialog. */
export function EnvironmentDialogs(props: EnvironmentDialogsProps) {
  return (
    <Suspense>
      <Chosen {...props} />
    </Suspense>
  );
}
