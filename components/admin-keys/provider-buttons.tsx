"use client";
import { useId } from "react";
import { PROVIDER_NAMES, type ProviderName } from "@/lib/providers/names";
import { PROVIDER_LABELS } from "./provider-labels";

type ProviderButtonsProps = { value: ProviderName; onValueChange: (value: ProviderName) => void };

const HINTS: Record<ProviderName, string> = { openai: "Project service-account keys" };

/** The provider whose keys are rotated. */
export function ProviderButtons({ value, onValueChange }: ProviderButtonsProps) {
  const id = useId();
  const isChosen = (name: string) => name === value;
  return (
    <div role="group" aria-labelledby={id} className="flex flex-col gap-1.5">
      <span id={id} className="text-sm font-medium">
        Provider
      </span>
      <ul className="flex flex-col gap-2">
        {PROVIDER_NAMES.map((provider) => (
          <li key={provider} className="flex flex-wrap items-center gap-3">
            <button
              type="button"
              aria-pressed={isChosen(provider)}
              aria-describedby={`${id}-${provider}`}
              onClick={() => onValueChange(provider)}
              className="h-9 rounded-md border border-edge/60 bg-surface px-3.5 font-medium hover:border-edge aria-pressed:border-accent aria-pressed:bg-accent-soft forced-colors:aria-pressed:border-[Highlight] forced-colors:aria-pressed:bg-[Highlight] forced-colors:aria-pressed:text-[HighlightText] forced-colors:aria-pressed:forced-color-adjust-none"
            >
              {PROVIDER_LABELS[provider]}
            </button>
            <span id={`${id}-${provider}`} className="text-sm text-muted">
              {HINTS[provider]}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
