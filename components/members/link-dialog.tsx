"use client";
import { useMutation } from "@tanstack/react-query";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import type { Member } from "@/lib/api/members";
import { inviteMember } from "@/lib/client/members";
import { isSentAlready, LinkToHandOver } from "./invitation-made";

/** For members who lost their password, or haven't followed their first link. */
export function LinkDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const { email, hasPassword, invitationExpiresAt } = member;
  const invite = useMutation(inviteMember(member.id));
  if (invite.data?.link) return <LinkToHandOver email={email} link={invite.data.link} onClose={onClose} />;
  const effect = hasPassword
    ? "They choose a new password with a link that works once. The current password works until then. After that, they are signed out everywhere."
    : "They choose their own password with a link that works once.";
  return (
    <ConfirmDialog
      onClose={onClose}
      title={`Create a link for ${email}?`}
      description={`${effect}${invitationExpiresAt === null ? "" : " Their current link stops working."}`}
      confirmLabel="Create link"
      mutation={invite}
      onConfirm={() =>
        invite.mutate(undefined, {
          onSuccess: (invitation) => {
            if (isSentAlready(email, invitation)) onClose();
          },
        })
      }
    />
  );
}
