"use client";
import { useState } from "react";
import { useAskedParam } from "@/components/ui/use-url-param";
import type { ThirdPartyCredential } from "@/lib/api/third-party-credentials";
import type { CredentialAction } from "./credential-row";

/**
 * Which dialog is open, and for which credential. `?replace=<id>` in the URL opens the dialog that other
 * pages link to.
 */
export function useCredentialDialog(credentials: readonly ThirdPartyCredential[]) {
  const [replacing, setReplacing] = useAskedParam("replace");
  const [chosen, setChosen] = useState<{ action: CredentialAction; id: string } | null>(null);
  const shown = replacing === null ? chosen : { action: "replace" as const, id: replacing };
  return {
    action: shown?.action ?? "rename",
    credential: credentials.find(({ id }) => id === shown?.id),
    open: (action: CredentialAction, id: string) =>
      action === "replace" ? setReplacing(id) : setChosen({ action, id }),
    close: () => {
      setChosen(null);
      setReplacing(null);
    },
  };
}
