"use client";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { useReportedMutation } from "@/components/ui/use-reported-mutation";
import type { ServiceToken } from "@/lib/api/service-tokens";
import { madeWith } from "./maker";
import { TokenNames } from "./token-names";
import { revokeServiceToken } from "@/lib/client/service-tokens";

type RevokeTokenDialogProps = { token: ServiceToken; all: readonly ServiceToken[]; onClose: () => void };

export default function RevokeTokenDialog({ token, all, onClose }: RevokeTokenDialogProps) {
  const revoke = useReportedMutation(revokeServiceToken(token.id), () => `${token.name} revoked.`);
  const made = madeWith(token, all);
  return (
    <ConfirmDialog
      onClose={onClose}
      danger
      title={`Revoke ${token.name}?`}
      description="Phase refuses programs that use this token. Running programs keep the values they have read."
      confirmLabel="Revoke token"
      mutation={revoke}
      onConfirm={() => revoke.mutate(undefined, { onSuccess: onClose })}
    >
      {made.length > 0 && <TokenNames intro="The tokens it created end too:" tokens={made} />}
    </ConfirmDialog>
  );
}
