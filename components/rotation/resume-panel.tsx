"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { RadioGroup } from "@/components/ui/radio-group";
import { toast } from "@/components/ui/toast";
import type { RotatingSecret } from "@/lib/api/rotating-secrets";
import { errorMessage } from "@/lib/client/fetcher";
import { resumeRotatingSecret, type ResumeWhen } from "@/lib/client/rotating-secrets";
import { keySurvives } from "./rotation-state";

/** Why the schedule stands still, and how it goes on. */
export function ResumePanel({ secret, mayManage }: { secret: RotatingSecret; mayManage: boolean }) {
  const failed = secret.pauseReason === "failure";
  const [when, setWhen] = useState<ResumeWhen>(failed ? "now" : "keep_schedule");
  const resume = useMutation({
    ...resumeRotatingSecret(secret.environmentId, secret.id),
    // The panel goes with the pause.
    onSuccess: () => toast(`${secret.name} resumed.`),
  });
  return (
    <section aria-label="Paused" className="flex flex-col gap-3 border-t border-line pt-4">
      <p>
        <span className="font-medium">The schedule is paused</span>
        <span className="text-muted">
          {failed ? " because the last mint failed." : " because someone paused it."}
          {keySurvives(secret) && " The current key still works."}
        </span>
      </p>
      {mayManage && (
        <>
          <RadioGroup
            label="When it resumes"
            value={when}
            onValueChange={setWhen}
            options={[
              {
                value: "now",
                label: "Rotate now",
                description: "Rotate now and restart the interval from now.",
              },
              {
                value: "keep_schedule",
                label: "Keep the schedule",
                description: "Wait for the scheduled time. If it has passed, rotate once now.",
              },
            ]}
          />
          {resume.isError && <Notice tone="danger">{errorMessage(resume.error)}</Notice>}
          <div>
            <Button variant="primary" pending={resume.isPending} onClick={() => resume.mutate(when)}>
              Resume
            </Button>
          </div>
        </>
      )}
    </section>
  );
}
