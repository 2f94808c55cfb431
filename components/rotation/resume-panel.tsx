"use client";
import type { RotatingSecret } from "@/lib/api/rotating-secrets";
import { ResumeForm } from "./resume-form";
import { keySurvives } from "./rotation-state";

/** That the schedule is paused, and how it resumes. What a failure has paused resumes in the last of its steps. */
export function ResumePanel({ secret, mayManage }: { secret: RotatingSecret; mayManage: boolean }) {
  return (
    <section aria-label="Paused" className="flex flex-col gap-3 border-t border-line pt-4">
      <p>
        <span className="font-medium">The schedule is paused</span>
        <span className="text-muted">
          {secret.pauseReason === "manual" && " because someone paused it"}.
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
