"use client";
import { useId } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ShownOnceDialog } from "@/components/ui/shown-once-dialog";
import { useCreateServiceToken } from "@/lib/client/create-service-token";
import { errorMessage } from "@/lib/client/fetcher";
import { NewTokenForm } from "./new-token-form";

export default function NewTokenDialog({ onClose }: { onClose: () => void }) {
  const id = useId();
  const create = useCreateServiceToken();
  if (create.isSuccess) {
    return (
      <ShownOnceDialog
        title="Copy the token now"
        description="It is shown this once. Phase keeps only a hash of it."
        text={create.data.token}
        copyLabel="Copy token"
        note={
          <>
            Programs read it from the variable <code className="font-mono">PHASE_SERVICE_TOKEN</code>.
          </>
        }
        onClose={onClose}
      />
    );
  }
  return (
    <Dialog
      onClose={onClose}
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
