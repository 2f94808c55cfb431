"use client";
import { lazy, Suspense, useState } from "react";
import { isForgettable, isRevocable } from "@/components/rotation/credential-status";
import { Button } from "@/components/ui/button";
import type { Overview } from "@/lib/api/rotating-secrets";
import { useMay } from "@/lib/client/me";

const ForgetDialog = lazy(async () => ({
  default: (await import("@/components/rotation/forget-dialog")).ForgetDialog,
}));
const RevokeDialog = lazy(async () => ({
  default: (await import("@/components/rotation/revoke-dialog")).RevokeDialog,
}));

/** Actions for an outstanding revocation of a deleted rotating secret: retry now, or give up. */
export function OutstandingActions({ revocation }: { revocation: Overview["deletedDebts"][number] }) {
  const mayManage = useMay("rotation:manage");
  const [asking, setAsking] = useState<"revoke" | "forget" | null>(null);
  const { credential, rotatingSecretId, rotatingSecretName } = revocation;
  const dialog = {
    credential,
    secret: { id: rotatingSecretId, environmentId: "" },
    onClose: () => setAsking(null),
  };
  if (!mayManage) return null;
  const whose = <span className="sr-only"> a credential of {rotatingSecretName}</span>;
  return (
    <>
      {isForgettable(credential) && (
        <Button size="sm" variant="ghost" onClick={() => setAsking("forget")}>
          Forget{whose}
        </Button>
      )}
      {isRevocable(credential) && (
        <Button size="sm" onClick={() => setAsking("revoke")}>
          Revoke{whose}
        </Button>
      )}
      <Suspense>
        {asking === "forget" && <ForgetDialog {...dialog} />}
        {asking === "revoke" && <RevokeDialog {...dialog} />}
      </Suspense>
    </>
  );
}
