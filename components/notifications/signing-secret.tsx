"use client";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";

type SigningSecretProps = { secret: string; note: string; onClose: () => void };

/** The one look at a signing secret. */
export function SigningSecret({ secret, note, onClose }: SigningSecretProps) {
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Copy the signing secret now"
      description="It is shown this once. The receiver checks with it that a message is from here."
      footer={
        <Button variant="primary" onClick={onClose}>
          I have stored it
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <div className="flex items-center gap-1 rounded-md bg-sunken py-1 pr-1 pl-3">
          <code className="min-w-0 flex-1 font-mono text-sm break-all">{secret}</code>
          <CopyButton text={secret} label="Copy signing secret" />
        </div>
        <Notice tone="info">{note}</Notice>
      </div>
    </Dialog>
  );
}
