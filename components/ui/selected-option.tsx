/** The appearance of Select, before and after it was opened. */
import { ChevronDown } from "lucide-react";
import type { Ref } from "react";
import { classNames } from "./class-names";

export type SelectOption = { value: string; label: string; hint?: string };

export type SelectProps = {
  /** The control itself, which forms focus if it is invalid. */
  ref?: Ref<HTMLButtonElement>;
  value: string | null;
  onValueChange: (value: string) => void;
  options: readonly SelectOption[];
  placeholder?: string | undefined;
  disabled?: boolean;
  className?: string;
  /** Only if no Field around it names it. */
  "aria-label"?: string;
};

export const SELECT =
  "flex h-9 w-full items-center justify-between gap-2 rounded-md border border-edge bg-surface px-3 text-left hover:border-muted aria-invalid:border-danger-ink disabled:opacity-60 data-disabled:opacity-60";
export function SelectedOption({
  options,
  value,
  placeholder,
}: Pick<SelectProps, "options" | "value" | "placeholder">) {
  const shown = options.find((option) => option.value === value);
  return (
    <>
      <span className={classNames("truncate", shown === undefined && "text-faint")}>
        {shown?.label ?? placeholder ?? "Select…"}
      </span>
      <ChevronDown aria-hidden className="size-4 shrink-0 text-faint" />
    </>
  );
}
