"use client";
import { useMutation } from "@tanstack/react-query";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { toast } from "@/components/ui/toast";
import type { Member } from "@/lib/api/members";
import { withdrawInvitation } from "@/lib/client/members";

export function WithdrawDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const withdraw = useMutation(withdrawInvitation(member.id));
  return (
    <ConfirmDialog
      onClose={onClose}
      danger
      title={`Withdraw the link of ${member.email}?`}
      description="The link stops working. The member and their role stay."
      confirmLabel="Withdraw link"
      mutation={withdraw}
      onConfirm={() =>
        withdraw.mutate(undefined, {
          onSuccess: () => {
            toast(`Link of ${member.email} withdrawn.`);
            onClose();
          },
        })
      }
    />
  );
}
