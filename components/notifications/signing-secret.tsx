"use client";
import { ShownOnceDialog } from "@/components/ui/shown-once-dialog";

type SigningSecretProps = { secret: string; note: string; onClose: () => void };

/** The one look at a signing secret. */
export function SigningSecret({ secret, note, onClose }: SigningSecretProps) {
  return (
    <ShownOnceDialog
      title="Copy the signing secret now"
      description="It is shown this once. The receiver checks with it that a message is from here."
      text={secret}
      copyLabel="Copy signing secret"
      note={note}
      onClose={onClose}
    />
  );
}
