"use client";
import { type ReactNode, useId, useMemo } from "react";
import { classNames } from "./class-names";
import { FieldContext } from "./field-context";

type FieldProps = {
  label: ReactNode;
  description?: ReactNode;
  error?: ReactNode;
  /** Says so beside the label. */
  optional?: boolean;
  className?: string;
  children: ReactNode;
};

/** A control linked to its label, description and error. */
export function Field({ label, description, error, optional = false, className, children }: FieldProps) {
  const id = useId();
  const hasError = Boolean(error);
  // Some errors repeat the description word for word.
  const hasDescription = Boolean(description) && description !== error;
  const wiring = useMemo(() => {
    const describedBy = [hasError && `${id}-error`, hasDescription && `${id}-description`]
      .filter(Boolean)
      .join(" ");
    return {
      controlId: id,
      labelId: `${id}-label`,
      describedBy: describedBy === "" ? undefined : describedBy,
      invalid: hasError,
    };
  }, [id, hasDescription, hasError]);
  return (
    <FieldContext value={wiring}>
      <div className={classNames("flex min-w-0 flex-col gap-1.5", className)}>
        <div className="flex items-baseline gap-2">
          <label id={wiring.labelId} htmlFor={id} className="text-sm font-medium text-ink">
            {label}
          </label>
          {optional && <span className="text-xs text-faint">Optional</span>}
        </div>
        {children}
        {hasError && (
          <div id={`${id}-error`} role="alert" className="text-sm text-danger-ink">
            {error}
          </div>
        )}
        {hasDescription && (
          <div id={`${id}-description`} className="text-sm text-faint">
            {description}
          </div>
        )}
      </div>
    </FieldContext>
  );
}
