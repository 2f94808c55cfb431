"use client";
import type { Member } from "@/lib/api/members";
import { ChangeRoleDialog } from "./change-role-dialog";
import { LinkDialog } from "./link-dialog";
import type { MemberAction } from "./member-row";
import { RemoveMemberDialog } from "./remove-member-dialog";
import { WithdrawDialog } from "./withdraw-dialog";

const DIALOGS = {
  role: ChangeRoleDialog,
  link: LinkDialog,
  withdraw: WithdrawDialog,
  remove: RemoveMemberDialog,
} satisfies Record<MemberAction, unknown>;

type MemberDialogsProps = { action: MemberAction; member: Member; onClose: () => void };

/** The dialogs about one member, loaded when one of them is opened. */
export default function MemberDialogs({ action, member, onClose }: MemberDialogsProps) {
  const Chosen = DIALOGS[action];
  return <Chosen member={member} onClose={onClose} />;
}
