"use client";
import { type ReactNode, useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Notice } from "@/components/ui/notice";
import { ApiError, errorMessage, isFromPhase } from "@/lib/client/fetcher";
import { FAILURE_CODES, failureRow } from "@/lib/lists/failure-codes";

type WayOutProps = { error: Error; onPickProject: () => void };
function failureCode(error: Error) {
  return error instanceof ApiError ? FAILURE_CODES.find((one) => one === error.code) : undefined;
}

function titleOf(error: Error): string {
  const code = failureCode(error);
  if (code !== undefined) return failureRow(code).title;
  return isUnanswered(error) ? "Couldn't confirm whether it was created" : "Nothing was created";
}

/** Phase's own response was lost or hasn't arrived, so the request may have taken effect anyway. */
function isUnanswered(error: Error): boolean {
  if (!(error instanceof ApiError)) return true;
  return error.code === "idempotency_in_flight" || !isFromPhase(error);
}

/** What the failed attempt leaves behind. Only a clear refusal certainly leaves nothing. */
function aftermath(error: Error): string {
  if (isUnanswered(error)) return "Check the environment before you try again.";
  switch (failureCode(error)) {
    case "provider_unavailable":
    case "provider_malformed_response":
    case "key_not_accepted":
    case "internal":
      return "No rotating secret was created. If OpenAI created a service account, Phase finds and deletes it.";
    default:
      return "Nothing was created in Phase or at OpenAI.";
  }
}

function WayOut({ error, onPickProject }: WayOutProps) {
  if (!(error instanceof ApiError)) return null;
  switch (error.code) {
    case "provider_auth_failed":
    case "provider_scope_missing":
      return (
        <ButtonLink href="/integrations" target="_blank" size="sm">
          Open third-party credentials
        </ButtonLink>
      );
    case "project_not_found":
      return (
        <Button size="sm" onClick={onPickProject}>
          Pick another project
        </Button>
      );
    default:
      return null;
  }
}

/** Why the first mint failed, and how to fix it. All input is still there. */
export function CreateFailure(props: WayOutProps) {
  const notice = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // In braces, because browsers now return a promise, which isn't a clean-up function.
    notice.current?.scrollIntoView({ block: "nearest" });
  }, [props.error]);
  return (
    <div ref={notice} className="mt-4">
      <CreateFailureNotice error={props.error} title={titleOf(props.error)} action={<WayOut {...props} />} />
    </div>
  );
}

/** The same on a page, where the dialog is closed and nothing else names the secret. */
export function LateCreateFailure({
  error,
  name,
  action,
}: {
  error: Error;
  name: string;
  action: ReactNode;
}) {
  return <CreateFailureNotice error={error} title={`${name}: ${titleOf(error)}`} action={action} />;
}

type NoticeProps = { error: Error; title: string; action: ReactNode };

function CreateFailureNotice({ error, title, action }: NoticeProps) {
  return (
    <div role="alert">
      <Notice tone="danger" title={title} action={action}>
        {errorMessage(error)} {aftermath(error)}
      </Notice>
    </div>
  );
}
