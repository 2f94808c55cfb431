"use client";
import { CopyButton } from "./copy-button";

type CodeBlockProps = {
  text: string;
  /** Its accessible name. */
  label: string;
  copyLabel: string;
};

/** Text to copy, such as a command. */
export function CodeBlock({ text, label, copyLabel }: CodeBlockProps) {
  return (
    <div className="flex items-start gap-1 rounded-md bg-sunken py-1 pr-1 pl-3 forced-colors:border">
      <pre
        tabIndex={0}
        role="region"
        aria-label={label}
        className="min-w-0 flex-1 overflow-x-auto py-1 font-mono text-xs leading-5"
      >
        {text}
      </pre>
      <CopyButton text={text} label={copyLabel} />
    </div>
  );
}
