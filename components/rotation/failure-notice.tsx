"use client";
import { useQuery } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import type { RotatingSecret } from "@/lib/api/rotating-secrets";
import { thirdPartyCredentialsQuery } from "@/lib/client/third-party-credentials";
import { failureRow } from "@/lib/lists/failure-codes";
import { AdminKeyRepair } from "./admin-key-repair";
import { RepairStep, RepairSteps } from "./repair-step";
import { ResumeForm } from "./resume-form";
import { isFailing, keyAcceptedSince, keySurvives } from "./rotation-state";

type FailureNoticeProps = {
  secret: RotatingSecret;
  mayManage: boolean;
  onEdit: () => void;
  /** Opens the form for a new rotating secret, prefilled from this one. */
  onRecreate: () => void;
};

function clockTime(at: string): string {
  return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" }).format(Date.parse(at));
}

/** What the engine does about it. */
function consequence(secret: RotatingSecret): string {
  const parts = [
    secret.pauseReason === "failure" && "Schedule paused",
    secret.state === "active" && `Retrying at ${clockTime(secret.nextRotationAt)}`,
    keySurvives(secret) && "the current key still works",
  ].filter((part) => part !== false);
  const words = parts.join("; ");
  return words === "" ? "" : `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** The last step if a failure has paused the schedule and something had to be changed first. */
function ResumeStep({ secret }: { secret: RotatingSecret }) {
  if (secret.pauseReason !== "failure") return null;
  return (
    <RepairStep number={2} title="Resume">
      <ResumeForm secrets={[secret]} suggested="now" isNext={false} />
    </RepairStep>
  );
}

/** How to fix it, in steps that the member can take right there. */
function Repair({ secret, mayManage, onEdit, onRecreate }: FailureNoticeProps) {
  const credentials = useQuery(thirdPartyCredentialsQuery).data ?? [];
  if (secret.lastFailure === null) return null;
  const { wayOut } = failureRow(secret.lastFailure.code);
  switch (wayOut) {
    case "update_credential":
      return (
        <AdminKeyRepair
          secret={secret}
          keyAccepted={keyAcceptedSince(secret, credentials)}
          mayManage={mayManage}
        />
      );
    case "pick_project":
      return mayManage ? (
        <RepairSteps>
          <RepairStep number={1} title="Use a project that exists">
            <span className="flex flex-wrap gap-2">
              <Button size="sm" onClick={onRecreate}>
                Create a new rotating secret
              </Button>
              <Button size="sm" onClick={onEdit}>
                Pick another project
              </Button>
            </span>
          </RepairStep>
          <ResumeStep secret={secret} />
        </RepairSteps>
      ) : null;
    case "edit":
      return mayManage ? (
        <RepairSteps>
          <RepairStep number={1} title="Fix what OpenAI reports">
            <span>
              <Button size="sm" onClick={onEdit}>
                Change settings
              </Button>
            </span>
          </RepairStep>
          <ResumeStep secret={secret} />
        </RepairSteps>
      ) : null;
    case "wait":
      // A failure that needs nobody may still coincide with a schedule paused by another one.
      return mayManage && secret.pauseReason === "failure" ? (
        <ResumeForm secrets={[secret]} suggested="now" isNext />
      ) : null;
    default:
      return wayOut satisfies never;
  }
}

/** The last failure: what happened, what it means for programs, and how to fix it. */
export function FailureNotice(props: FailureNoticeProps) {
  const { secret } = props;
  if (secret.lastFailure === null || !isFailing(secret)) return null;
  const { title, cause, text } = failureRow(secret.lastFailure.code);
  return (
    <section aria-label="Last failure">
      <Notice tone={secret.health === "failed" ? "danger" : "warning"} title={title}>
        <p>
          {cause ?? text} {consequence(secret)}
        </p>
        <details className="mt-1 text-sm">
          <summary className="w-fit rounded-sm hover:text-ink">What OpenAI said</summary>
          <p className="mt-1 break-words">
            <RelativeTime at={secret.lastFailure.at} />: {secret.lastFailure.message}
          </p>
        </details>
      </Notice>
      <div className="mt-4 empty:hidden">
        <Repair {...props} />
      </div>
    </section>
  );
}
