"use client";
import { useController, useFormContext, useWatch } from "react-hook-form";
import { DELAY_PRESETS, INTERVAL_PRESETS } from "./duration";
import { DurationField } from "./duration-field";
import { KeyLifetimeField } from "./key-lifetime-field";
import type { FormInput, FormOutput } from "./rotating-secret-form";
import { SchedulePreview } from "./schedule-preview";

/** How often a key is replaced, and how long the previous one keeps working. */
export function StepSchedule() {
  const { control, trigger } = useFormContext<FormInput, unknown, FormOutput>();
  const {
    field: { ref: intervalRef, ...interval },
    fieldState: intervalState,
  } = useController({ control, name: "rotationIntervalSeconds" });
  const {
    field: { ref: delayRef, ...delay },
    fieldState: delayState,
  } = useController({ control, name: "revocationDelaySeconds" });
  const [intervalSeconds, delaySeconds] = useWatch({
    control,
    name: ["rotationIntervalSeconds", "revocationDelaySeconds"],
  });
  return (
    <div className="flex flex-col gap-5">
      <div className="grid gap-5 sm:grid-cols-2">
        <DurationField
          ref={intervalRef}
          label="Rotation interval"
          shortLabel="Interval"
          description="How often a new key takes over."
          seconds={interval.value}
          presets={INTERVAL_PRESETS}
          error={intervalState.error?.message}
          onChange={(seconds) => {
            interval.onChange(seconds);
            // The delay and the key lifetime are validated against the interval.
            void trigger(["revocationDelaySeconds", "config.keyLifetimeSeconds"]);
          }}
        />
        <DurationField
          ref={delayRef}
          label="Revocation delay"
          shortLabel="Delay"
          description="How long the previous key keeps working. 0 is Instant."
          seconds={delay.value}
          presets={DELAY_PRESETS}
          error={delayState.error?.message}
          onChange={(seconds) => {
            delay.onChange(seconds);
            void trigger("config.keyLifetimeSeconds");
          }}
        />
      </div>
      <SchedulePreview intervalSeconds={intervalSeconds} delaySeconds={delaySeconds} />
      <KeyLifetimeField intervalSeconds={intervalSeconds} delaySeconds={delaySeconds} />
    </div>
  );
}
