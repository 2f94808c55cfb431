"use client";

type SwitchProps = {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  "aria-label": string;
};

/** Turns what is beside it on or off. */
export function Switch({ checked, onCheckedChange, ...rest }: SwitchProps) {
  return (
    <input
      {...rest}
      type="checkbox"
      role="switch"
      checked={checked}
      onChange={(event) => onCheckedChange(event.target.checked)}
      className="relative h-5 w-9 shrink-0 appearance-none rounded-full border border-edge bg-surface transition-colors duration-100 after:absolute after:top-0.5 after:left-0.5 after:size-3.5 after:rounded-full after:bg-edge after:transition-transform after:duration-100 checked:border-accent checked:bg-accent checked:after:translate-x-4 checked:after:bg-accent-on forced-colors:after:bg-[ButtonText] forced-colors:checked:bg-[Highlight] forced-colors:checked:after:bg-[HighlightText]"
    />
  );
}
