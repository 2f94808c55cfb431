"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Checkbox } from "@/components/ui/checkbox";
import { RadioGroup } from "@/components/ui/radio-group";
import { useReportedMutation } from "@/components/ui/use-reported-mutation";
import type { RotatingSecret } from "@/lib/api/rotating-secrets";
import { mintedCredentialsQuery } from "@/lib/client/minted-credentials";
import { type RotateMode, rotateRotatingSecret } from "@/lib/client/rotating-secrets";
import { isLive } from "./credential-status";
import { delayInWords } from "./duration";

const SENTENCE = "I understand that all live credentials will be revoked immediately";

function LiveCredentials({ secretId }: { secretId: string }) {
  const credentials = useQuery(mintedCredentialsQuery(secretId));
  const live = (credentials.data ?? []).filter(isLive);
  return (
    <div className="text-sm">
      <p className="text-muted">Phase revokes these as soon as the new key is active:</p>
      <ul className="mt-1.5 flex flex-col gap-1.5 font-mono text-xs">
        {live.map((credential) => (
          <li key={credential.id} className="break-all">
            {credential.serviceAccountId}
            <span className="block text-faint">{credential.serviceAccountName}</span>
          </li>
        ))}
        {live.length === 0 && <li>{credentials.isPending ? "Loading…" : "No live credentials."}</li>}
      </ul>
    </div>
  );
}

/** Rotate now: gracefully, or revoking every previous key immediately. */
export function RotateDialog({ secret, onClose }: { secret: RotatingSecret; onClose: () => void }) {
  const [mode, setMode] = useState<RotateMode>("graceful");
  const [understood, setUnderstood] = useState(false);
  const rotate = useReportedMutation(
    rotateRotatingSecret(secret.environmentId, secret.id),
    () => `Rotation of ${secret.name} started.`,
  );
  const breakGlass = mode === "break_glass";
  const delay = secret.revocationDelaySeconds;
  const graceful =
    delay === 0
      ? "The current key is revoked as soon as the new one is active: the delay is Instant."
      : `The current key keeps working for ${delayInWords(delay)}.`;
  const confirm = () => rotate.mutate(mode, { onSuccess: onClose });
  return (
    <ConfirmDialog
      onClose={onClose}
      title={`Rotate ${secret.name} now`}
      description="Mints a new key immediately, regardless of the schedule."
      confirmLabel={breakGlass ? "Rotate and revoke" : "Rotate now"}
      danger={breakGlass}
      mutation={rotate}
      confirmDisabled={breakGlass && !understood}
      onConfirm={confirm}
    >
      <RadioGroup
        label="How"
        hideLabel
        value={mode}
        onValueChange={setMode}
        options={[
          { value: "graceful", label: "Graceful", description: graceful },
          {
            value: "break_glass",
            label: "Break-glass",
            description: "For a leaked key. Phase revokes every other live credential immediately.",
          },
        ]}
      />
      {breakGlass && (
        <>
          <LiveCredentials secretId={secret.id} />
          <Checkbox checked={understood} onCheckedChange={setUnderstood} label={SENTENCE} />
        </>
      )}
    </ConfirmDialog>
  );
}
