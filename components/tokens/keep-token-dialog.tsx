"use client";
import { useMutation } from "@tanstack/react-query";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { toast } from "@/components/ui/toast";
import type { ServiceToken } from "@/lib/api/service-tokens";
import { keepServiceToken } from "@/lib/client/service-tokens";
import { makerOf } from "./maker";

export default function KeepTokenDialog({ token, onClose }: { token: ServiceToken; onClose: () => void }) {
  const keep = useMutation(keepServiceToken(token.id));
  return (
    <ConfirmDialog
      onClose={onClose}
      title={`Keep ${token.name}?`}
      description={`It keeps working when ${makerOf(token)} leaves, and is no longer limited to what they may do. The tokens that it created do too. Only revoking ends them early.`}
      confirmLabel="Keep token"
      mutation={keep}
      onConfirm={() =>
        keep.mutate(undefined, {
          onSuccess: () => {
            toast(`${token.name} outlives its maker.`);
            onClose();
          },
        })
      }
    />
  );
}
