import Link from "next/link";
import type { ComponentProps } from "react";
import { classNames } from "./class-names";

const LOOK = "rounded-sm font-medium text-accent-ink underline-offset-2 hover:underline";

/** A link in running text, to a page of the console. */
export function TextLink({ className, ...rest }: ComponentProps<typeof Link>) {
  return <Link {...rest} className={classNames(LOOK, className)} />;
}

/** A link that leaves the console, in a new tab. */
export function OutsideLink({ className, ...rest }: ComponentProps<"a">) {
  return <a target="_blank" rel="noreferrer noopener" {...rest} className={classNames(LOOK, className)} />;
}
