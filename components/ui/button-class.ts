import { classNames } from "./class-names";

export type ButtonVariant = "primary" | "secondary" | "ghost" | "danger" | "danger-ghost";
export type ButtonSize = "sm" | "md";

const VARIANTS: Record<ButtonVariant, string> = {
  primary: "border border-transparent bg-accent text-accent-on hover:bg-accent-hover",
  secondary: "border border-edge/60 bg-surface text-ink hover:border-edge hover:bg-hover",
  ghost: "text-muted hover:bg-hover hover:text-ink",
  "danger-ghost": "text-danger-ink hover:bg-danger-soft",
  danger: "border border-transparent bg-danger text-danger-on hover:bg-danger-hover",
};

const SIZES: Record<ButtonSize, string> = {
  sm: "h-7 gap-1.5 px-2.5 text-sm",
  md: "h-9 gap-2 px-3.5 text-base",
};

const SHAPE =
  "relative inline-flex shrink-0 items-center justify-center rounded-md font-medium whitespace-nowrap select-none transition-colors duration-100 disabled:opacity-50 aria-disabled:opacity-60 [&_svg]:size-4 [&_svg]:shrink-0";

/** The appearance of a button, for buttons and for links that look like one. */
export function buttonClass(variant: ButtonVariant, size: ButtonSize, extra?: string): string {
  return classNames(SHAPE, VARIANTS[variant], SIZES[size], extra);
}
