"use client";
import { useQuery } from "@tanstack/react-query";
import { useFormContext, useWatch } from "react-hook-form";
import { useNow, useZone } from "@/components/ui/use-now";
import { projectsQuery } from "@/lib/client/third-party-credentials";
import { planInWords } from "./plan-words";
import type { FormInput, FormOutput } from "./rotating-secret-form";
import { SchedulePreview } from "./schedule-preview";

const MINUTE_MS = 60_000;

/** What pressing the button will start, in words and as a chart. */
export function CreationPlan() {
  const { control } = useFormContext<FormInput, unknown, FormOutput>();
  const [credentialId, projectId, intervalSeconds, delaySeconds] = useWatch({
    control,
    name: ["thirdPartyCredentialId", "config.projectId", "rotationIntervalSeconds", "revocationDelaySeconds"],
  });
  const project = useQuery(projectsQuery(credentialId)).data?.find(({ id }) => id === projectId);
  const now = useNow(MINUTE_MS);
  const zone = useZone();
  const plan = planInWords({
    intervalSeconds,
    delaySeconds,
    projectName: project?.name ?? "the project",
    now,
    zone,
  });
  return (
    <section aria-label="What will happen" className="mt-6 border-t border-line pt-4">
      <h4 className="font-semibold">What will happen</h4>
      <ul className="mt-1 mb-4 text-muted">
        {plan.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <SchedulePreview intervalSeconds={intervalSeconds} delaySeconds={delaySeconds} isBare />
    </section>
  );
}
