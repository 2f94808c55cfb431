"use client";
import type { RotatingSecret } from "@/lib/api/rotating-secrets";
import { ResumeForm } from "./resume-form";
import { keySurvives } from "./rotation-state";

/** Says that the schedule is paused, and offers to resume it. After a failure, the last repair step resumes it. */
export function ResumePanel({ secret, mayManage }: { secret: RotatingSecret; mayManage: boolean }) {
  return (
    <section aria-label="Paused" className="flex flex-col gap-3 border-t border-line pt-4">
      <p>
        <span className="font-medium">The schedule is paused</span>
        <span className="text-muted">
          {secret.pauseReason === "manual" && " by a member or service token"}.
          {keySurvives(secret) && " The current key still works."}
        </span>
      </p>
      {mayManage && (
        <ResumeForm
          secrets={[secret]}
          suggested={secret.pauseReason === "manual" ? "keep_schedule" : "now"}
          isNext
        />
      )}
    </section>
  );
}
