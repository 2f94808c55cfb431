"use client";
import { type Ref, useState } from "react";
import { Field } from "@/components/ui/field";
import { FieldContext } from "@/components/ui/field-context";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { DURATION_UNITS, type DurationPreset, type DurationUnit, fromSeconds, toSeconds } from "./duration";

type DurationFieldProps = {
  /** The amount, which forms focus if it is invalid. */
  ref?: Ref<HTMLInputElement>;
  label: string;
  /** A word for the parts around the amount, such as "Interval". */
  shortLabel: string;
  description: string;
  /** NaN while the field's content isn't a number. */
  seconds: number;
  onChange: (seconds: number) => void;
  presets: readonly DurationPreset[];
  error?: string | undefined;
};

type Entry = { amount: string; unit: DurationUnit };

function entryOf(seconds: number): Entry {
  if (Number.isNaN(seconds)) return { amount: "", unit: "days" };
  const { amount, unit } = fromSeconds(seconds);
  return { amount: String(amount), unit };
}

function secondsOf({ amount, unit }: Entry): number {
  return amount.trim() === "" ? Number.NaN : toSeconds({ amount: Number(amount), unit });
}

function unitOf(value: string): DurationUnit {
  return DURATION_UNITS.find((unit) => unit === value) ?? "seconds";
}

const UNIT_OPTIONS = DURATION_UNITS.map((unit) => ({ value: unit, label: unit }));

/** An amount with its unit, and some common presets. */
export function DurationField({
  ref,
  label,
  shortLabel,
  description,
  seconds,
  onChange,
  presets,
  error,
}: DurationFieldProps) {
  const [entry, setEntry] = useState(() => entryOf(seconds));
  const change = (next: Entry) => {
    setEntry(next);
    onChange(secondsOf(next));
  };
  return (
    <div className="flex flex-col gap-2">
      <Field label={label} description={description} error={error}>
        <div className="flex gap-2">
          <Input
            ref={ref}
            value={entry.amount}
            inputMode="decimal"
            autoComplete="off"
            className="w-24 tabular-nums"
            onChange={(event) => change({ ...entry, amount: event.target.value })}
          />
          {/* The unit has its own name, because the field's label belongs to the amount. */}
          <FieldContext value={null}>
            <Select
              aria-label={`${shortLabel} unit`}
              className="w-32"
              value={entry.unit}
              options={UNIT_OPTIONS}
              onValueChange={(value) => change({ ...entry, unit: unitOf(value) })}
            />
          </FieldContext>
        </div>
      </Field>
      <div role="group" aria-label={`${shortLabel} presets`} className="flex flex-wrap gap-1.5">
        {presets.map((preset) => (
          <button
            key={preset.seconds}
            type="button"
            aria-pressed={preset.seconds === seconds}
            className="h-7 rounded-md border border-line px-2.5 text-sm text-muted hover:bg-hover hover:text-ink aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent-ink forced-colors:aria-pressed:border-[Highlight] forced-colors:aria-pressed:bg-[Highlight] forced-colors:aria-pressed:text-[HighlightText] forced-colors:aria-pressed:forced-color-adjust-none"
            onClick={() => change(entryOf(preset.seconds))}
          >
            {preset.label}
          </button>
        ))}
      </div>
    </div>
  );
}
