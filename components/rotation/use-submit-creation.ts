import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { toast } from "@/components/ui/toast";
import type { CreateRotatingSecret, RotatingSecret } from "@/lib/api/rotating-secrets";
import { useForgetCreation } from "@/lib/client/creations";
import { createRotatingSecret } from "@/lib/client/rotating-secrets";

type Outcomes = { onCreated: (secret: RotatingSecret) => void; onFailed: (error: unknown) => void };

/** Sends a dialog's content. The open dialog shows the result, and a toast in any case. */
export function useSubmitCreation(environmentId: string, { onCreated, onFailed }: Outcomes) {
  const { mutateAsync, isPending, error, variables } = useMutation(createRotatingSecret(environmentId));
  const forget = useForgetCreation(environmentId);
  const isOpen = useRef(false);
  useEffect(() => {
    isOpen.current = true;
    return () => {
      isOpen.current = false;
    };
  }, []);
  /** A failure shown in the dialog needs no notice on the page. */
  const forgetShown = () => {
    if (error !== null) forget(variables);
  };
  const submit = async (body: CreateRotatingSecret) => {
    forgetShown();
    try {
      const secret = await mutateAsync(body);
      toast(`${secret.name} created. ${secret.outputs.api_key} is now available in this environment.`);
      if (isOpen.current) onCreated(secret);
    } catch (failure) {
      if (isOpen.current) onFailed(failure);
      else toast(`${body.name} not created. Its environment shows why.`, "danger");
    }
  };
  return { submit, isPending, error, forgetShown };
}
