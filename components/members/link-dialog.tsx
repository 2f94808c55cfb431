"use client";
import { useMutation } from "@tanstack/react-query";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import type { Member } from "@/lib/api/members";
import { inviteMember } from "@/lib/client/members";
import { isSentAlready, LinkToHandOver } from "./invitation-made";

/** For whoever has lost their password, or never followed their first link. */
export function LinkDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const { email, hasPassword, invitationExpiresAt } = member;
  const invite = useMutation(inviteMember(member.id));
  if (invite.data?.link) return <LinkToHandOver email={email} link={invite.data.link} onClose={onClose} />;
  const effect = hasPassword
    ? "They choose a new password with a link that works once. Until then the current one works. Then they are signed out everywhere."
    : "They choose their password by a link that works once.";
  return (
    <ConfirmDialog
      onClose={onClose}
      title={`Make a link for ${email}?`}
      description={`${effect}${invitationExpiresAt === null ? "" : " The link that they have stops working."}`}
      confirmLabel="Make link"
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
