"use client";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { useReportedMutation } from "@/components/ui/use-reported-mutation";
import type { ServiceToken } from "@/lib/api/service-tokens";
import { keepServiceToken } from "@/lib/client/service-tokens";
import { makerOf } from "./maker";

export default function KeepTokenDialog({ token, onClose }: { token: ServiceToken; onClose: () => void }) {
  const keep = useReportedMutation(keepServiceToken(token.id), () => `${token.name} outlives its maker.`);
  return (
    <ConfirmDialog
      onClose={onClose}
      title={`Keep ${token.name}?`}
      description={`It keeps working when ${makerOf(token)} leaves, and is no longer limited to what they may do. The tokens that it created do too. Only revoking ends them early.`}
      confirmLabel="Keep token"
      mutation={keep}
      onConfirm={() => keep.mutate(undefined, { onSuccess: onClose })}
    />
  );
}
