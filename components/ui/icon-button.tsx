import type { ComponentProps } from "react";
import { classNames } from "./class-names";

type IconButtonProps = Omit<ComponentProps<"button">, "aria-label"> & {
  label: string;
  /** Small in dense rows with a mouse. Touch gets the usual size. */
  size?: "sm" | "md" | undefined;
};

/** A button with only an icon. Its label is its accessible name and tooltip. */
export function IconButton({ label, size = "md", type = "button", className, ...rest }: IconButtonProps) {
  return (
    <button
      title={label}
      {...rest}
      type={type}
      aria-label={label}
      className={classNames(
        "inline-flex shrink-0 items-center justify-center rounded-md text-muted transition-colors duration-100 hover:bg-hover hover:text-ink disabled:opacity-50 aria-expanded:bg-hover aria-expanded:text-ink [&_svg]:size-4",
        size === "sm" ? "size-8 md:size-6.5 md:[&_svg]:size-3.5" : "size-8",
        className,
      )}
    />
  );
}
