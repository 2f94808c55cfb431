"use client";
import type { ComponentProps } from "react";
import { classNames } from "./class-names";
import { CONTROL } from "./control-class";
import { useFieldControl } from "./field-context";

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input {...useFieldControl()} {...rest} className={classNames(CONTROL, "h-9 px-3", className)} />;
}

export function Textarea({ className, rows = 3, ...rest }: ComponentProps<"textarea">) {
  return (
    <textarea
      {...useFieldControl()}
      rows={rows}
      {...rest}
      className={classNames(CONTROL, "px-3 py-2", className)}
    />
  );
}
