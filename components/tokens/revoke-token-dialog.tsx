"use client";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { useReportedMutation } from "@/components/ui/use-reported-mutation";
import type { ServiceToken } from "@/lib/api/service-tokens";
import { madeWith } from "./maker";
import { TokenNames } from "./token-names";
import { revokeServiceToken } from "@/lib/client/service-tokens";

type RevokeTokenDialogProps = { token: ServiceToken; all: readonly ServiceToken[]; onClose: () => void };

export default function RevokeTokenDialog({ token, all, onClose }: RevokeTokenDialogProps) {
  const revoke = useReportedMutation(revokeServiceToken(token.id), () => `${token.name} is revoked.`);
  const made = madeWith(token, all);
  return (
    <ConfirmDialog
      onClose={onClose}
      danger
      title={`Revoke ${token.name}?`}
      description="Programs that use it are refused from now on. A running program keeps the values it has read."
      confirmLabel="Revoke token"
      mutation={revoke}
      onConfirm={() => revoke.mutate(undefined, { onSuccess: onClose })}
    >
      {made.length > 0 && <TokenNames intro="The tokens that it created end with it:" tokens={made} />}
    </ConfirmDialog>
  );
}
