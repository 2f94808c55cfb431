"use client";
import { ShownOnceDialog } from "@/components/ui/shown-once-dialog";

type SigningSecretProps = { secret: string; note: string; onClose: () => void };

/** Shows a signing secret once. */
export function SigningSecret({ secret, note, onClose }: SigningSecretProps) {
  return (
    <ShownOnceDialog
      title="Copy the signing secret now"
      description="You can't see it again. Receivers use it to verify messages from Phase."
      text={secret}
      copyLabel="Copy signing secret"
      note={note}
      onClose={onClose}
    />
  );
}
