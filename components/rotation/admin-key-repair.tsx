"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ReplaceKeyForm } from "@/components/admin-keys/replace-key-form";
import { TextLink } from "@/components/ui/text-link";
import type { RotatingSecret } from "@/lib/api/rotating-secrets";
import { useMay } from "@/lib/client/me";
import { membersQuery } from "@/lib/client/members";
import { failedWithKeyQuery } from "@/lib/client/overview";
import { thirdPartyCredentialsQuery } from "@/lib/client/third-party-credentials";
import { RepairStep, RepairSteps } from "./repair-step";
import { ResumeForm } from "./resume-form";
import { stoppedByKey } from "./stopped-secrets";

const NAMED = 3;

/** Who can replace an admin key, for members who can't. */
function WhomToAsk() {
  const members = useQuery(membersQuery).data ?? [];
  const able = members.filter(({ role }) => role === "owner" || role === "admin").slice(0, NAMED);
  const names = able.map(({ name, email }) => (name === "" ? email : `${name} (${email})`)).join(", ");
  return (
    <p className="text-muted">
      Your role can&rsquo;t do this. Ask an owner or an admin{names === "" ? "." : `: ${names}.`}
    </p>
  );
}

type AdminKeyRepairProps = {
  secret: RotatingSecret;
  /** OpenAI has accepted the admin key since it refused it. */
  keyAccepted: boolean;
  mayManage: boolean;
};

/** Repairs a dead admin key: first another key, then Resume for everything that the dead key stopped. */
export function AdminKeyRepair({ secret, keyAccepted, mayManage }: AdminKeyRepairProps) {
  const credential = useQuery(thirdPartyCredentialsQuery).data?.find(
    ({ id }) => id === secret.thirdPartyCredentialId,
  );
  const mayReplace = useMay("credentials:manage");
  const [isReplaced, setReplaced] = useState(false);
  // This one is known before the others are loaded.
  const others = (useQuery(failedWithKeyQuery(secret.thirdPartyCredentialId)).data ?? []).filter(
    ({ id }) => id !== secret.id,
  );
  const stopped = stoppedByKey(secret.thirdPartyCredentialId, [secret, ...others]);
  const isDone = keyAccepted || isReplaced;
  return (
    <RepairSteps>
      <RepairStep
        number={1}
        isDone={isDone}
        title={
          <>
            Replace the admin key of{" "}
            <TextLink href={`/integrations#${secret.thirdPartyCredentialId}`}>
              {credential?.name ?? "the third-party credential"}
            </TextLink>
          </>
        }
      >
        {isDone && <p className="text-muted">OpenAI accepts the admin key.</p>}
        {!isDone && !mayReplace && <WhomToAsk />}
        {!isDone && mayReplace && credential !== undefined && (
          <ReplaceKeyForm credential={credential} onReplaced={() => setReplaced(true)} />
        )}
      </RepairStep>
      {stopped.length > 0 && (
        <RepairStep
          number={2}
          title={
            stopped.length === 1
              ? "Resume the rotating secret that failed"
              : `Resume the ${stopped.length} rotating secrets that failed`
          }
        >
          {stopped.length > 1 && <p className="text-muted">{stopped.map(({ name }) => name).join(", ")}</p>}
          {mayManage && <ResumeForm secrets={stopped} suggested="now" isNext={isDone} />}
        </RepairStep>
      )}
    </RepairSteps>
  );
}
