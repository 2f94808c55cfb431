"use client";
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
      <span className="relative mt-[3px] flex size-4 shrink-0">
        <input
          type="checkbox"
          id={id}
          aria-describedby={hasDescription ? `${id}-description` : undefined}
          checked={checked}
          disabled={disabled}
          onChange={(event) => onCheckedChange(event.target.checked)}
          className="peer size-4 appearance-none rounded-sm border border-edge bg-surface checked:border-accent checked:bg-accent disabled:opacity-50 forced-colors:checked:bg-[Highlight]"
        />
        <Check
          aria-hidden
          strokeWidth={3}
          className="pointer-events-none absolute top-0.5 left-0.5 hidden size-3 text-accent-on peer-checked:block forced-colors:text-[HighlightText]"
        />
      </span>
      <div className="min-w-0">
        <label htmlFor={id} className="text-base">
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
