"use client";
import { Radio } from "@base-ui/react/radio";
import { RadioGroup as Base } from "@base-ui/react/radio-group";
import { type ReactNode, useId } from "react";
import { classNames } from "./class-names";

export type RadioOption<Value extends string> = {
  value: Value;
  label: ReactNode;
  description?: ReactNode;
  disabled?: boolean;
};

type RadioGroupProps<Value extends string> = {
  label: string;
  /** For when the words around it already say what is chosen. */
  hideLabel?: boolean;
  value: Value | null;
  onValueChange: (value: Value) => void;
  options: readonly RadioOption<Value>[];
  disabled?: boolean;
};

export function RadioGroup<Value extends string>(props: RadioGroupProps<Value>) {
  const id = useId();
  return (
    <Base
      aria-labelledby={`${id}-label`}
      value={props.value}
      disabled={props.disabled}
      onValueChange={(next) => {
        if (next !== null) props.onValueChange(next);
      }}
      className="flex flex-col gap-2"
    >
      <span id={`${id}-label`} className={props.hideLabel === true ? "sr-only" : "text-sm font-medium"}>
        {props.label}
      </span>
      {props.options.map((option) => (
        <label
          key={option.value}
          className={classNames(
            "flex items-start gap-2.5 rounded-md border border-line px-3 py-2 has-data-checked:border-accent has-data-checked:bg-accent-soft/50",
            option.disabled === true && "opacity-60",
          )}
        >
          <Radio.Root
            value={option.value}
            disabled={option.disabled}
            className="mt-[3px] flex size-4 shrink-0 items-center justify-center rounded-full border border-edge bg-surface data-checked:border-accent data-checked:bg-accent"
          >
            <Radio.Indicator className="size-1.5 rounded-full bg-accent-on" />
          </Radio.Root>
          <span className="min-w-0">
            <span className="block font-medium">{option.label}</span>
            {option.description !== undefined && (
              <span className="block text-sm text-muted">{option.description}</span>
            )}
          </span>
        </label>
      ))}
    </Base>
  );
}
