"use client";
import { useMutation } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import type { RotatingSecret } from "@/lib/api/rotating-secrets";
import { useNow } from "@/components/ui/use-now";
import { errorMessage } from "@/lib/client/fetcher";
import { pauseRotatingSecret } from "@/lib/client/rotating-secrets";
import { nextStep } from "./rotation-state";

/** What opens a dialog of its own. */
export type ManageAction = "rotate" | "edit" | "delete";

export function ManageActions({
  secret,
  onAction,
}: {
  secret: RotatingSecret;
  onAction: (action: ManageAction) => void;
}) {
  const pause = useMutation(pauseRotatingSecret(secret.environmentId, secret.id));
  return (
    <div className="flex flex-wrap gap-2 border-t border-line pt-4">
      <Button
        variant={secret.state === "paused" ? "secondary" : "primary"}
        pending={nextStep(secret, useNow()).busy}
        onClick={() => onAction("rotate")}
      >
        Rotate now
      </Button>
      {secret.state === "active" && (
        <Button
          pending={pause.isPending}
          onClick={() =>
            pause.mutate(undefined, {
              onSuccess: () => toast(`${secret.name} is paused. The current key still works.`),
              onError: (error) => toast(errorMessage(error), "danger"),
            })
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
