"use client";
import { CSPProvider } from "@base-ui/react/csp-provider";
import { Select as Base } from "@base-ui/react/select";
import { Check, ChevronDown } from "lucide-react";
import type { Ref } from "react";
import { classNames } from "./class-names";
import { useFieldControl } from "./field-context";
import { OPTION, OPTION_LIST, POPUP } from "./popup-class";

export type SelectOption = { value: string; label: string; hint?: string };

type SelectProps = {
  /** The control itself: a form sends focus there when it is wrong. */
  ref?: Ref<HTMLButtonElement>;
  value: string | null;
  onValueChange: (value: string) => void;
  options: readonly SelectOption[];
  placeholder?: string;
  disabled?: boolean;
  className?: string;
  /** Only where no Field around it names it. */
  "aria-label"?: string;
};

/** One of a few. For many, or for what is loaded: Combobox. */
export function Select({
  ref,
  value,
  onValueChange,
  options,
  placeholder,
  disabled,
  className,
  ...rest
}: SelectProps) {
  const wiring = useFieldControl();
  const shown = options.find((option) => option.value === value);
  return (
    // Without its <style> element, which the content security policy refuses; app/globals.css has the rule.
    <CSPProvider disableStyleElements>
      <Base.Root
        value={value}
        disabled={disabled}
        items={[...options]}
        onValueChange={(next) => {
          if (next !== null) onValueChange(next);
        }}
      >
        <Base.Trigger
          ref={ref}
          {...wiring}
          {...rest}
          className={classNames(
            "flex h-9 w-full items-center justify-between gap-2 rounded-md border border-edge bg-surface px-3 text-left hover:border-muted aria-invalid:border-danger-ink data-disabled:opacity-60",
            className,
          )}
        >
          <Base.Value>
            {() => (
              <span className={classNames("truncate", shown === undefined && "text-faint")}>
                {shown?.label ?? placeholder ?? "Select…"}
              </span>
            )}
          </Base.Value>
          <ChevronDown aria-hidden className="size-4 shrink-0 text-faint" />
        </Base.Trigger>
        <Base.Portal>
          <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50">
            <Base.Popup className={classNames(POPUP, "min-w-(--anchor-width)")}>
              <Base.List className={OPTION_LIST}>
                {options.map((option) => (
                  <Base.Item key={option.value} value={option.value} className={OPTION}>
                    <span className="flex min-w-0 flex-1 flex-col">
                      <Base.ItemText>{option.label}</Base.ItemText>
                      {option.hint !== undefined && <span className="text-xs text-faint">{option.hint}</span>}
                    </span>
                    <Base.ItemIndicator>
                      <Check aria-hidden className="size-4 text-accent-ink" />
                    </Base.ItemIndicator>
                  </Base.Item>
                ))}
              </Base.List>
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
    </CSPProvider>
  );
}
