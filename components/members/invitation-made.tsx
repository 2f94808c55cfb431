"use client";
import { ShownOnceDialog } from "@/components/ui/shown-once-dialog";
import { toast } from "@/components/ui/toast";
import type { Invitation } from "@/lib/api/members";

/** Returns whether the link was emailed, in which case nothing is left to do. */
export function isSentAlready(email: string, { link }: Invitation): boolean {
  if (link === null) toast(`Link sent to ${email}.`);
  return link === null;
}

type LinkToHandOverProps = { email: string; link: string; onClose: () => void };

export function LinkToHandOver({ email, link, onClose }: LinkToHandOverProps) {
  return (
    <ShownOnceDialog
      title="Copy the link now"
      description={`Send it to ${email} yourself. You can't see it again.`}
      text={link}
      copyLabel="Copy link"
      doneLabel="I have copied it"
      note="Anyone who opens the link can choose the password. The link works once, within a day."
      onClose={onClose}
    />
  );
}
