"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { RadioGroup } from "@/components/ui/radio-group";
import { useReportedMutation } from "@/components/ui/use-reported-mutation";
import type { RotatingSecret } from "@/lib/api/rotating-secrets";
import { errorMessage } from "@/lib/client/fetcher";
import { resumeRotatingSecrets, type ResumeWhen } from "@/lib/client/rotating-secrets";

type ResumeFormProps = {
  /** At least one. */
  secrets: readonly Pick<RotatingSecret, "id" | "name">[];
  suggested: ResumeWhen;
  /** Resuming is the next step. */
  isNext: boolean;
};

function resumedWords(secrets: ResumeFormProps["secrets"], resumed: number): string {
  const [first] = secrets;
  if (secrets.length === 1 && first !== undefined) return `${first.name} resumed.`;
  if (resumed === secrets.length) return `${resumed} rotating secrets resumed.`;
  return `${resumed} of ${secrets.length} rotating secrets resumed. Each of the others shows its reason.`;
}

/** Resume, for one or for all that the same cause stopped. */
export function ResumeForm({ secrets, suggested, isNext }: ResumeFormProps) {
  const [when, setWhen] = useState<ResumeWhen>(suggested);
  const resume = useReportedMutation(resumeRotatingSecrets, (resumed, { ids }) =>
    resumedWords(
      secrets.filter(({ id }) => ids.includes(id)),
      resumed,
    ),
  );
  return (
    <div className="flex flex-col gap-3">
      <RadioGroup
        label="When it resumes"
        hideLabel
        value={when}
        onValueChange={setWhen}
        options={[
          {
            value: "now",
            label: "Rotate now",
            description: "Rotate immediately and restart the interval.",
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
        <Button
          variant={isNext ? "primary" : "secondary"}
          pending={resume.isPending}
          onClick={() => resume.mutate({ ids: secrets.map(({ id }) => id), when })}
        >
          Resume
        </Button>
      </div>
    </div>
  );
}
