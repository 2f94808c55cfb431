"use client";
import { useController, useFormContext } from "react-hook-form";
import { Checkbox } from "@/components/ui/checkbox";
import { MAX_KEY_LIFETIME_SECONDS } from "@/lib/providers/key-lifetime";
import { outlives } from "@/lib/providers/key-lifetime";
import { LIFETIME_PRESETS } from "./duration";
import { DurationField } from "./duration-field";
import type { FormInput, FormOutput } from "./rotating-secret-form";

type KeyLifetimeFieldProps = { intervalSeconds: number; delaySeconds: number };

/** For OpenAI organisations whose policy requires keys to expire. Everyone else leaves it off. */
export function KeyLifetimeField({ intervalSeconds, delaySeconds }: KeyLifetimeFieldProps) {
  const { control } = useFormContext<FormInput, unknown, FormOutput>();
  const {
    field: { ref, value, onChange },
    fieldState,
  } = useController({ control, name: "config.keyLifetimeSeconds" });
  const suggest = () => {
    const cadence = { rotationIntervalSeconds: intervalSeconds, revocationDelaySeconds: delaySeconds };
    const fitting = LIFETIME_PRESETS.find(({ seconds }) => outlives(seconds, cadence));
    return fitting?.seconds ?? MAX_KEY_LIFETIME_SECONDS;
  };
  const hasEnd = value != null;
  return (
    <div className="flex flex-col gap-3">
      <Checkbox
        label="Set a key lifetime"
        description="Only if your OpenAI organisation requires keys to expire. Phase rotates each key before it expires."
        checked={hasEnd}
        onCheckedChange={(checked) => onChange(checked ? suggest() : null)}
      />
      {!hasEnd && fieldState.error !== undefined && (
        <p role="alert" className="text-sm text-danger-ink">
          {fieldState.error.message}
        </p>
      )}
      {hasEnd && (
        <DurationField
          ref={ref}
          label="Key lifetime"
          shortLabel="Lifetime"
          description="At least the rotation interval plus the revocation delay plus 1 hour."
          seconds={value}
          presets={LIFETIME_PRESETS}
          error={fieldState.error?.message}
          onChange={onChange}
        />
      )}
    </div>
  );
}
