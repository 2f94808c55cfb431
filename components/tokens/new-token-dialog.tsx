"use client";
import { useId } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { useCreateServiceToken } from "@/lib/client/create-service-token";
import { errorMessage } from "@/lib/client/fetcher";
import { NewTokenForm } from "./new-token-form";

export default function NewTokenDialog({ onClose }: { onClose: () => void }) {
  const id = useId();
  const create = useCreateServiceToken();
  if (create.isSuccess) return <CreatedToken token={create.data.token} onClose={onClose} />;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="New service token"
      description="For programs: the CLI and the HTTP API take it in place of a signed-in person."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={id} variant="primary" pending={create.isPending}>
            Create token
          </Button>
        </>
      }
    >
      <NewTokenForm
        id={id}
        problem={create.isError ? errorMessage(create.error) : undefined}
        onSubmit={(token) => create.mutate(token)}
      />
    </Dialog>
  );
}

function CreatedToken({ token, onClose }: { token: string; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Copy the token now"
      description="It is shown this once. Phase keeps only a hash of it."
      footer={
        <Button variant="primary" onClick={onClose}>
          I have stored it
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <div className="flex items-center gap-1 rounded-md bg-sunken py-1 pr-1 pl-3">
          <code className="min-w-0 flex-1 font-mono text-sm break-all">{token}</code>
          <CopyButton text={token} label="Copy token" />
        </div>
        <Notice tone="info">
          Programs read it from the variable <code className="font-mono">PHASE_SERVICE_TOKEN</code>.
        </Notice>
      </div>
    </Dialog>
  );
}
