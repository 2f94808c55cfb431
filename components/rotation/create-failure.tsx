"use client";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Notice } from "@/components/ui/notice";
import { ApiError, errorMessage } from "@/lib/client/fetcher";
import { FAILURE_CODES } from "@/lib/rotation/core/model";
import { troubleshoot } from "@/lib/rotation/core/troubleshooting";

type CreateFailureProps = { error: Error; onPickProject: () => void };

function titleOf(error: Error): string {
  const code = error instanceof ApiError ? FAILURE_CODES.find((one) => one === error.code) : undefined;
  return code === undefined ? "Nothing was created" : troubleshoot(code).title;
}

function WayOut({ error, onPickProject }: CreateFailureProps) {
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

/** Why the first mint did not work, and the way out. Everything typed is still there. */
export function CreateFailure(props: CreateFailureProps) {
  return (
    <div role="alert" className="mt-4">
      <Notice tone="danger" title={titleOf(props.error)} action={<WayOut {...props} />}>
        {errorMessage(props.error)} Nothing was left behind, here or at OpenAI.
      </Notice>
    </div>
  );
}
