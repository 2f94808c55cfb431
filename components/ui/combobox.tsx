"use client";
import { Combobox as Base } from "@base-ui/react/combobox";
import { Check, ChevronDown } from "lucide-react";
import { type Ref, useMemo } from "react";
import { classNames } from "./class-names";
import { CONTROL } from "./control-class";
import { useFieldControl } from "./field-context";
import { OPTION, OPTION_LIST, POPUP } from "./popup-class";
import { Spinner } from "./spinner";

export type ComboboxOption = { value: string; label: string; hint?: string | undefined };

type ComboboxProps = {
  /** The control itself, which forms focus if it is invalid. */
  ref?: Ref<HTMLInputElement>;
  value: string | null;
  onValueChange: (value: string | null) => void;
  options: readonly ComboboxOption[];
  loading?: boolean;
  /** The list's text if nothing matches. */
  emptyText?: string;
  placeholder?: string;
  disabled?: boolean;
};

/** A browser takes longer to draw thousands of rows than a person to type, so the rest is found by typing. */
const MOST_ROWS = 100;

function matches(option: ComboboxOption, query: string): boolean {
  return `${option.label} ${option.hint ?? ""}`.toLowerCase().includes(query.trim().toLowerCase());
}

/** A list with a text field. The Field around it names it. */
export function Combobox({
  ref,
  value,
  onValueChange,
  options,
  loading = false,
  emptyText = "No matches.",
  placeholder,
  disabled = false,
}: ComboboxProps) {
  const wiring = useFieldControl();
  const { label, hint } = options.find((option) => option.value === value) ?? {};
  // When lists load again, the same choice as a new object would replace what is being typed.
  const selected = useMemo(
    () => (value === null || label === undefined ? null : { value, label, hint }),
    [value, label, hint],
  );
  return (
    <Base.Root<ComboboxOption>
      items={options}
      // Enter takes the first match.
      autoHighlight
      value={selected}
      disabled={disabled}
      filter={matches}
      limit={MOST_ROWS}
      isItemEqualToValue={(one, other) => one.value === other.value}
      onValueChange={(next) => onValueChange(next?.value ?? null)}
    >
      <Base.InputGroup className="relative">
        <Base.Input
          ref={ref}
          {...wiring}
          aria-busy={loading || undefined}
          placeholder={loading ? "Loading…" : placeholder}
          className={classNames(CONTROL, "h-9 pr-10 pl-3")}
        />
        <Base.Trigger
          aria-label="Show the list"
          className="absolute inset-y-0 right-0 flex w-10 items-center justify-center rounded-md text-faint hover:text-ink"
        >
          {loading ? <Spinner /> : <ChevronDown aria-hidden className="size-4" />}
        </Base.Trigger>
      </Base.InputGroup>
      <Base.Portal>
        <Base.Positioner sideOffset={4} className="z-50">
          <Base.Popup className={classNames(POPUP, "w-(--anchor-width) max-w-(--available-width)")}>
            <Base.Empty>
              <div className="px-3 py-2.5 text-sm text-muted">{loading ? "Loading…" : emptyText}</div>
            </Base.Empty>
            <Base.List className={classNames(OPTION_LIST, "data-empty:p-0")}>
              {(option: ComboboxOption) => (
                <Base.Item key={option.value} value={option} className={OPTION}>
                  <span className="min-w-0 flex-1 truncate">{option.label}</span>
                  {option.hint !== undefined && (
                    <span className="max-w-2/5 shrink-0 truncate font-mono text-xs text-faint">
                      {option.hint}
                    </span>
                  )}
                  <Base.ItemIndicator>
                    <Check aria-hidden className="size-4 text-accent-ink" />
                  </Base.ItemIndicator>
                </Base.Item>
              )}
            </Base.List>
            {options.length > MOST_ROWS && (
              <div className="border-t border-line px-3 py-2 text-xs text-muted">
                Up to {MOST_ROWS} are shown. Type to search all {options.length.toLocaleString("en-GB")}.
              </div>
            )}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
