"use client";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { toast } from "@/components/ui/toast";
import type { ServiceToken } from "@/lib/api/service-tokens";
import { useRevokeServiceToken } from "@/lib/client/revoke-service-token";

export default function RevokeTokenDialog({ token, onClose }: { token: ServiceToken; onClose: () => void }) {
  const revoke = useRevokeServiceToken(token.id);
  return (
    <ConfirmDialog
      onClose={onClose}
      danger
      title={`Revoke ${token.name}?`}
      description="Programs that use it are refused from now on. A running program keeps the values it has read."
      confirmLabel="Revoke token"
      mutation={revoke}
      onConfirm={() =>
        revoke.mutate(undefined, {
          onSuccess: () => {
            toast(`${token.name} is revoked.`);
            onClose();
          },
        })
      }
    />
  );
}
