"use client";
import { useId } from "react";
import { PROVIDER_NAMES, type ProviderName } from "@/lib/rotation/core/model";
import { PROVIDER_LABELS } from "./provider-labels";

type ProviderButtonsProps = { value: ProviderName; onValueChange: (value: ProviderName) => void };

const HINTS: Record<ProviderName, string> = { openai: "Project service-account keys" };

/** Whose keys are rotated. */
export function ProviderButtons({ value, onValueChange }: ProviderButtonsProps) {
  const id = useId();
  return (
    <div role="group" aria-labelledby={id} className="flex flex-col gap-1.5">
      <span id={id} className="text-sm font-medium">
        Provider
      </span>
      <div className="flex flex-wrap gap-2">
        {PROVIDER_NAMES.map((provider) => (
          <button
            key={provider}
            type="button"
            aria-label={PROVIDER_LABELS[provider]}
            aria-pressed={provider === value}
            onClick={() => onValueChange(provider)}
            className="flex items-baseline gap-2 rounded-md border border-edge/60 bg-surface px-3 py-2 hover:border-edge aria-pressed:border-accent aria-pressed:bg-accent-soft"
          >
            <span className="font-medium">{PROVIDER_LABELS[provider]}</span>
            <span className="text-sm text-muted">{HINTS[provider]}</span>
          </button>
        ))}
      </div>
    </div>
  );
}
