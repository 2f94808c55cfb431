import type { ComponentProps } from "react";
import { classNames } from "./class-names";

type IconButtonProps = Omit<ComponentProps<"button">, "aria-label"> & { label: string };

/** A button that is only a picture; its label is spoken and shown on hover. */
export function IconButton({ label, type = "button", className, ...rest }: IconButtonProps) {
  return (
    <button
      title={label}
      {...rest}
      type={type}
      aria-label={label}
      className={classNames(
        "inline-flex size-8 shrink-0 items-center justify-center rounded-md text-muted transition-colors duration-100 hover:bg-hover hover:text-ink disabled:opacity-50 aria-expanded:bg-hover aria-expanded:text-ink [&_svg]:size-4",
        className,
      )}
    />
  );
}
