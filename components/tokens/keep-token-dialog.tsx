"use client";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { useReportedMutation } from "@/components/ui/use-reported-mutation";
import type { ServiceToken } from "@/lib/api/service-tokens";
import { keepServiceToken } from "@/lib/client/service-tokens";
import { makerOf } from "./maker";

export default function KeepTokenDialog({ token, onClose }: { token: ServiceToken; onClose: () => void }) {
  const keep = useReportedMutation(keepServiceToken(token.id), () => `${token.name} kept.`);
  return (
    <ConfirmDialog
      onClose={onClose}
      title={`Keep ${token.name}?`}
      description={`The token and those it created keep working when ${makerOf(token)} leaves, without the limits of that person's role. Revoke them to end them early.`}
      confirmLabel="Keep token"
      mutation={keep}
      onConfirm={() => keep.mutate(undefined, { onSuccess: onClose })}
    />
  );
}
