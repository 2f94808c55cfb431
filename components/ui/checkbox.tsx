"use client";
import { Checkbox as Base } from "@base-ui/react/checkbox";
import { Check } from "lucide-react";
import { type ReactNode, useId } from "react";

type CheckboxProps = {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  label: ReactNode;
  description?: ReactNode;
  disabled?: boolean;
};

export function Checkbox({ checked, onCheckedChange, label, description, disabled }: CheckboxProps) {
  const id = useId();
  const hasDescription = description !== undefined;
  return (
    <div className="flex items-start gap-2.5">
      <Base.Root
        id={id}
        aria-labelledby={`${id}-label`}
        aria-describedby={hasDescription ? `${id}-description` : undefined}
        checked={checked}
        disabled={disabled}
        onCheckedChange={(next) => onCheckedChange(next)}
        className="mt-[3px] flex size-4 shrink-0 items-center justify-center rounded-sm border border-edge bg-surface data-checked:border-accent data-checked:bg-accent data-disabled:opacity-50"
      >
        <Base.Indicator className="text-accent-on">
          <Check aria-hidden strokeWidth={3} className="size-3" />
        </Base.Indicator>
      </Base.Root>
      <div className="min-w-0">
        <label id={`${id}-label`} htmlFor={id} className="text-base">
          {label}
        </label>
        {hasDescription && (
          <p id={`${id}-description`} className="text-sm text-faint">
            {description}
          </p>
        )}
      </div>
    </div>
  );
}
