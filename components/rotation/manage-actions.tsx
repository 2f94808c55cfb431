"use client";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { useReportedMutation } from "@/components/ui/use-reported-mutation";
import type { RotatingSecret } from "@/lib/api/rotating-secrets";
import { errorMessage } from "@/lib/client/fetcher";
import { pauseRotatingSecret } from "@/lib/client/rotating-secrets";

/** Actions that open a step. */
export type ManageAction = "rotate" | "edit" | "delete";

type ManageActionsProps = { secret: RotatingSecret; onAction: (action: ManageAction) => void };

export function ManageActions({ secret, onAction }: ManageActionsProps) {
  const pause = useReportedMutation(
    pauseRotatingSecret(secret.environmentId, secret.id),
    () => `${secret.name} paused. The current key still works.`,
  );
  return (
    <div className="flex flex-wrap gap-2 border-t border-line pt-4">
      {secret.state === "active" && (
        <Button
          pending={pause.isPending}
          onClick={() =>
            pause.mutate(undefined, { onError: (error) => toast(errorMessage(error), "danger") })
          }
        >
          Pause
        </Button>
      )}
      <Button onClick={() => onAction("edit")}>Edit</Button>
      <Button variant="danger-ghost" className="ml-auto" onClick={() => onAction("delete")}>
        Delete
      </Button>
    </div>
  );
}
