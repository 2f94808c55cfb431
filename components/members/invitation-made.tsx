"use client";
import { ShownOnceDialog } from "@/components/ui/shown-once-dialog";
import { toast } from "@/components/ui/toast";
import type { Invitation } from "@/lib/api/members";

/** Answers whether the link is on its way by e-mail: then nothing is left to do. */
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
      note="Whoever opens the link chooses the password. It works once, and for a day."
      onClose={onClose}
    />
  );
}
