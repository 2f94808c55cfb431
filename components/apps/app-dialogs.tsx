"use client";
import { NameDialog } from "@/components/ui/name-dialog";
import type { App, Environment } from "@/lib/api/apps";
import { DeleteDialog } from "./delete-dialog";
import { createEnvironment, renameEnvironment, updateApp } from "@/lib/client/apps";

export type AppDialog =
  | { kind: "rename" | "add" | "delete" }
  | { kind: "environment" | "delete environment"; environment: Environment };

type AppDialogsProps = { app: App; dialog: AppDialog; onDeleted: () => void; onClose: () => void };

/** The open dialog of an app's page. */
export default function AppDialogs({ app, dialog, onDeleted, onClose }: AppDialogsProps) {
  switch (dialog.kind) {
    case "rename":
      return (
        <NameDialog
          title="Rename app"
          description="Update programs that find the app by its name."
          submitLabel="Rename"
          name={app.name}
          change={updateApp(app.id)}
          onSaved={onClose}
          onClose={onClose}
        />
      );
    case "add":
      return (
        <NameDialog
          title="New environment"
          description={`Belongs to ${app.name}, with its own secrets.`}
          submitLabel="Create environment"
          change={createEnvironment(app.id)}
          onSaved={onClose}
          onClose={onClose}
        />
      );
    case "environment":
      return (
        <NameDialog
          title={`Rename ${dialog.environment.name}`}
          description="Update programs that find the environment by its name. The ID doesn't change."
          submitLabel="Rename"
          name={dialog.environment.name}
          change={renameEnvironment(dialog.environment.id)}
          onSaved={onClose}
          onClose={onClose}
        />
      );
    case "delete":
      return (
        <DeleteDialog
          path={`/apps/${app.id}`}
          name={app.name}
          environments={app.environments}
          onDeleted={onDeleted}
          onClose={onClose}
        />
      );
    case "delete environment":
      return (
        <DeleteDialog
          path={`/environments/${dialog.environment.id}`}
          name={dialog.environment.name}
          environments={[dialog.environment]}
          onDeleted={onClose}
          onClose={onClose}
        />
      );
    default:
      return dialog satisfies never;
  }
}
