"use client";
import { lazy, Suspense, useState } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import type { CliLogin } from "@/lib/api/cli-logins";
import { useMay } from "@/lib/client/me";

// The form's validation is larger than the page.
const ApproveForm = lazy(async () => ({ default: (await import("./approve-form")).ApproveForm }));
const CodeForm = lazy(async () => ({ default: (await import("./code-form")).CodeForm }));

type Step =
  | { kind: "code" }
  | { kind: "decide"; code: string; login: CliLogin }
  | { kind: "decided"; approved: boolean };

/** Where a member enters the code that `phase login` shows. */
export function CliLoginPage() {
  const mayApprove = useMay("tokens:manage");
  return (
    <>
      <PageHeader
        title="Command-line login"
        description="phase login shows a code. Enter it here to give that command line a service token."
      />
      {mayApprove ? (
        <Suspense>
          <Steps />
        </Suspense>
      ) : (
        <EmptyState title="You can't approve logins">
          Ask an owner or admin to enter the code, or to create a service token for you.
        </EmptyState>
      )}
    </>
  );
}

function Steps() {
  const [step, setStep] = useState<Step>({ kind: "code" });
  switch (step.kind) {
    case "code":
      return <CodeForm onFound={(code, login) => setStep({ kind: "decide", code, login })} />;
    case "decide":
      return (
        <ApproveForm
          code={step.code}
          login={step.login}
          onDecided={(approved) => setStep({ kind: "decided", approved })}
        />
      );
    case "decided":
      return step.approved ? (
        <EmptyState title="Login approved">
          The command line is logged in within seconds. You can close this page.
        </EmptyState>
      ) : (
        <EmptyState title="Login denied">
          The command line got no access. If you didn&rsquo;t start this login, someone may be trying to get
          in.
        </EmptyState>
      );
  }
}
