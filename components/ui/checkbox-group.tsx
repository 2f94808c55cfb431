"use client";
import type { ReactNode } from "react";
import { Checkbox } from "./checkbox";

type CheckboxGroupProps<Value extends string> = {
  legend: string;
  description?: string;
  error?: string | undefined;
  options: readonly { value: Value; label: ReactNode; description?: string }[];
  values: readonly Value[];
  onValuesChange: (values: Value[]) => void;
  /** Side by side, for short labels. */
  columns?: boolean;
};

/** Any number of a few. */
export function CheckboxGroup<Value extends string>({
  legend,
  description,
  error,
  options,
  values,
  onValuesChange,
  columns = false,
}: CheckboxGroupProps<Value>) {
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-sm font-medium">{legend}</legend>
      {description !== undefined && <p className="text-sm text-faint">{description}</p>}
      <div className={columns ? "grid max-h-52 gap-2 overflow-y-auto sm:grid-cols-2" : "grid gap-2"}>
        {options.map(({ value, ...option }) => (
          <Checkbox
            key={value}
            {...option}
            checked={values.includes(value)}
            onCheckedChange={(on) =>
              onValuesChange(on ? [...values, value] : values.filter((other) => other !== value))
            }
          />
        ))}
      </div>
      {error !== undefined && (
        <p role="alert" className="text-sm text-danger-ink">
          {error}
        </p>
      )}
    </fieldset>
  );
}
