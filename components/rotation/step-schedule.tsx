"use client";
import { useController, useFormContext, useWatch } from "react-hook-form";
import { DELAY_PRESETS, INTERVAL_PRESETS } from "./duration";
import { DurationField } from "./duration-field";
import type { FormInput, FormOutput } from "./rotating-secret-form";
import { SchedulePreview } from "./schedule-preview";

/** How often a key is replaced, and how long the old one goes on working. */
export function StepSchedule() {
  const { control, trigger } = useFormContext<FormInput, unknown, FormOutput>();
  const interval = useController({ control, name: "rotationIntervalSeconds" });
  const delay = useController({ control, name: "revocationDelaySeconds" });
  const [intervalSeconds, delaySeconds] = useWatch({
    control,
    name: ["rotationIntervalSeconds", "revocationDelaySeconds"],
  });
  return (
    <div className="flex flex-col gap-5">
      <div className="grid gap-5 sm:grid-cols-2">
        <DurationField
          label="Rotation interval"
          shortLabel="Interval"
          description="How often a new key takes over."
          seconds={interval.field.value}
          presets={INTERVAL_PRESETS}
          error={interval.fieldState.error?.message}
          onChange={(seconds) => {
            interval.field.onChange(seconds);
            // Whether the delay is short enough depends on the interval.
            void trigger("revocationDelaySeconds");
          }}
        />
        <DurationField
          label="Revocation delay"
          shortLabel="Delay"
          description="How long the old key goes on working. 0 is Instant."
          seconds={delay.field.value}
          presets={DELAY_PRESETS}
          error={delay.fieldState.error?.message}
          onChange={delay.field.onChange}
        />
      </div>
      <SchedulePreview intervalSeconds={intervalSeconds} delaySeconds={delaySeconds} />
    </div>
  );
}
