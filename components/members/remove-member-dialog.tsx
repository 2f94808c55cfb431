"use client";
import { useQuery } from "@tanstack/react-query";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { useReportedMutation } from "@/components/ui/use-reported-mutation";
import type { Member } from "@/lib/api/members";
import { tokensOf } from "@/components/tokens/maker";
import { TokenNames } from "@/components/tokens/token-names";
import { removeMember } from "@/lib/client/members";
import { serviceTokensQuery } from "@/lib/client/service-tokens";

export function RemoveMemberDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const remove = useReportedMutation(removeMember(member.id), () => `${member.email} removed.`);
  const ending = tokensOf(member.userId, useQuery(serviceTokensQuery).data ?? []);
  return (
    <ConfirmDialog
      onClose={onClose}
      danger
      title={`Remove ${member.email}?`}
      description="They are signed out immediately and can't sign in again. The audit log keeps what they did. They may still know values they have seen. Rotate those."
      confirmLabel="Remove member"
      mutation={remove}
      onConfirm={() => remove.mutate(undefined, { onSuccess: onClose })}
    >
      {ending.length > 0 && (
        <TokenNames
          intro="The service tokens they created end too. An owner can keep one first, under Service tokens:"
          tokens={ending}
        />
      )}
    </ConfirmDialog>
  );
}
