"use client";
import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { useReportedMutation } from "@/components/ui/use-reported-mutation";
import { exactTime } from "@/components/ui/time-words";
import { extendSchema, type MintedCredential, type RotatingSecret } from "@/lib/api/rotating-secrets";
import { extendCredential } from "@/lib/client/minted-credentials";
import { EXTENSION_PRESETS } from "./duration";
import { DurationField } from "./duration-field";

type ExtendDialogProps = { credential: MintedCredential; secret: RotatingSecret; onClose: () => void };

const DEFAULT_SECONDS = 86_400;

/** More time for programs that have not taken the new key yet. */
export function ExtendDialog({ credential, secret, onClose }: ExtendDialogProps) {
  const [seconds, setSeconds] = useState(DEFAULT_SECONDS);
  const extend = useReportedMutation(
    extendCredential(secret.environmentId, secret.id, credential.id),
    () => "Revocation delay extended.",
  );
  const parsed = extendSchema.safeParse({ seconds });
  const end = Date.parse(credential.revokeAt ?? "") + seconds * 1000;
  return (
    <ConfirmDialog
      onClose={onClose}
      title="Extend the revocation delay"
      description="Keeps the previous key working for longer, for programs that still use it. Later rotations aren't affected."
      confirmLabel="Extend"
      mutation={extend}
      confirmDisabled={!parsed.success}
      onConfirm={() => extend.mutate({ seconds }, { onSuccess: onClose })}
    >
      <DurationField
        label="Add"
        shortLabel="Extension"
        description={parsed.success ? `Revoked ${exactTime(end)}.` : "Time to add."}
        seconds={seconds}
        presets={EXTENSION_PRESETS}
        error={parsed.error?.issues[0]?.message}
        onChange={setSeconds}
      />
    </ConfirmDialog>
  );
}
