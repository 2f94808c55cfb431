"use client";
import { CSPProvider } from "@base-ui/react/csp-provider";
import { Select as Base } from "@base-ui/react/select";
import { Check } from "lucide-react";
import { classNames } from "./class-names";
import { useFieldControl } from "./field-context";
import { OPTION, OPTION_LIST, POPUP } from "./popup-class";
import { SELECT, SelectedOption, type SelectProps } from "./selected-option";

/** Select after someone has opened it, so its list is open at first. */
export default function SelectControl({
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
  return (
    // Without its <style> element, which the content security policy refuses. app/globals.css has the rule.
    <CSPProvider disableStyleElements>
      <Base.Root
        defaultOpen
        value={value}
        disabled={disabled}
        items={[...options]}
        onValueChange={(next) => {
          if (next !== null) onValueChange(next);
        }}
      >
        <Base.Trigger ref={ref} {...wiring} {...rest} className={classNames(SELECT, className)}>
          <Base.Value>
            {() => <SelectedOption options={options} value={value} placeholder={placeholder} />}
          </Base.Value>
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
