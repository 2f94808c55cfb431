"use client";
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
  /** If the surrounding text already names the choice. */
  hideLabel?: boolean;
  value: Value | null;
  onValueChange: (value: Value) => void;
  options: readonly RadioOption<Value>[];
};

export function RadioGroup<Value extends string>(props: RadioGroupProps<Value>) {
  const id = useId();
  return (
    <div role="radiogroup" aria-labelledby={`${id}-label`} className="flex flex-col gap-2">
      <span id={`${id}-label`} className={props.hideLabel === true ? "sr-only" : "text-sm font-medium"}>
        {props.label}
      </span>
      {props.options.map((option) => (
        <label
          key={option.value}
          className={classNames(
            "flex items-start gap-2.5 rounded-md border border-line px-3 py-2 has-checked:border-accent has-checked:bg-accent-soft/50",
            option.disabled === true && "opacity-60",
          )}
        >
          <input
            type="radio"
            name={id}
            value={option.value}
            checked={option.value === props.value}
            disabled={option.disabled}
            onChange={() => props.onValueChange(option.value)}
            className="mt-[3px] size-4 shrink-0 appearance-none rounded-full border border-edge bg-surface checked:border-[5px] checked:border-accent checked:bg-accent-on forced-colors:checked:border-[Highlight]"
          />
          <span className="min-w-0">
            <span className="block font-medium">{option.label}</span>
            {option.description !== undefined && (
              <span className="block text-sm text-muted">{option.description}</span>
            )}
          </span>
        </label>
      ))}
    </div>
  );
}
