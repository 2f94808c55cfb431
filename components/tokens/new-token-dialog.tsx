"use client";
import { useMutation } from "@tanstack/react-query";
import { FormDialog } from "@/components/ui/form-dialog";
import { ShownOnceDialog } from "@/components/ui/shown-once-dialog";
import { createServiceToken } from "@/lib/client/service-tokens";
import { TokenFields } from "./token-fields";
import { useTokenForm } from "./use-token-form";

export default function NewTokenDialog({ onClose }: { onClose: () => void }) {
  const create = useMutation(createServiceToken);
  const form = useTokenForm("", (token, onError) => create.mutate(token, { onError }));
  if (create.isSuccess) return <CreatedToken token={create.data.token} onClose={onClose} />;
  return (
    <FormDialog
      title="New service token"
      description="Programs and the command line use it to sign in to the HTTP API."
      submitLabel="Create token"
      pending={create.isPending}
      error={form.formState.errors.root?.message}
      onSubmit={form.submit}
      onClose={onClose}
    >
      <TokenFields form={form} />
    </FormDialog>
  );
}

function CreatedToken({ token, onClose }: { token: string; onClose: () => void }) {
  return (
    <ShownOnceDialog
      title="Copy the token now"
      description="You can't see it again. Phase stores only a hash of it."
      text={token}
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
