"use client";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { useReportedMutation } from "@/components/ui/use-reported-mutation";
import type { Member } from "@/lib/api/members";
import { withdrawInvitation } from "@/lib/client/members";

export function WithdrawDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const withdraw = useReportedMutation(
    withdrawInvitation(member.id),
    () => `Link of ${member.email} withdrawn.`,
  );
  return (
    <ConfirmDialog
      onClose={onClose}
      danger
      title={`Withdraw the link of ${member.email}?`}
      description="The link stops working. The member and their role stay."
      confirmLabel="Withdraw link"
      mutation={withdraw}
      onConfirm={() => withdraw.mutate(undefined, { onSuccess: onClose })}
    />
  );
}
