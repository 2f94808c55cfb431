"use client";
import { useQuery } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import type { RotatingSecret } from "@/lib/api/rotating-secrets";
import { thirdPartyCredentialsQuery } from "@/lib/client/third-party-credentials";
import { failureRow } from "@/lib/lists/failure-codes";
import { keyAcceptedSince, keySurvives } from "./rotation-state";

type FailureNoticeProps = {
  secret: RotatingSecret;
  mayManage: boolean;
  onEdit: () => void;
  /** Opens the form for a new rotating secret, filled in from this one. */
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

type WayOutProps = FailureNoticeProps & { keyAccepted: boolean };

function WayOut({ secret, keyAccepted, onEdit, onRecreate }: WayOutProps) {
  if (secret.lastFailure === null) return null;
  const { wayOut } = failureRow(secret.lastFailure.code);
  switch (wayOut) {
    case "update_credential":
      // What is left to do stands below: Resume.
      return keyAccepted ? null : (
        <ButtonLink size="sm" href={`/integrations?replace=${secret.thirdPartyCredentialId}`}>
          Update the credential
        </ButtonLink>
      );
    case "pick_project":
      return (
        <span className="flex flex-wrap gap-2">
          <Button size="sm" onClick={onRecreate}>
            Create a new rotating secret
          </Button>
          <Button size="sm" onClick={onEdit}>
            Pick another project
          </Button>
        </span>
      );
    case "edit":
      return (
        <Button size="sm" onClick={onEdit}>
          Change it in Edit
        </Button>
      );
    case "wait":
      return null;
    default:
      return wayOut satisfies never;
  }
}

/** The last failure in words, and the way out of it. */
export function FailureNotice(props: FailureNoticeProps) {
  const { secret, mayManage } = props;
  const credentials = useQuery(thirdPartyCredentialsQuery).data ?? [];
  if (secret.lastFailure === null || secret.health === "healthy") return null;
  const { title, text } = failureRow(secret.lastFailure.code);
  const keyAccepted = keyAcceptedSince(secret, credentials);
  return (
    <section aria-label="Last failure">
      <Notice
        tone={secret.health === "failed" ? "danger" : "warning"}
        title={title}
        action={mayManage ? <WayOut {...props} keyAccepted={keyAccepted} /> : undefined}
      >
        <p>{keyAccepted ? "OpenAI now accepts the admin key. Resume to rotate." : text}</p>
        <p className="mt-1">{consequence(secret)}</p>
        <p className="mt-1 text-sm text-faint">
          <RelativeTime at={secret.lastFailure.at} />: {secret.lastFailure.message}
        </p>
      </Notice>
    </section>
  );
}
