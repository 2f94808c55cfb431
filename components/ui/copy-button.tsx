"use client";
import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { copyText } from "./copy-text";
import { IconButton } from "./icon-button";
import { toast } from "./toast";

type CopyButtonProps = {
  /** The text, or a function that fetches it only for the clipboard. */
  text: string | (() => Promise<string>);
  /** What is copied, such as "Copy key ID". */
  label?: string;
  size?: "sm" | "md";
  className?: string;
};

const SHOWN_MS = 1_500;

export function CopyButton({ text, label = "Copy", size, className }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    const failure = await copyText(text);
    if (failure === null) setCopied(true);
    else toast(failure, "danger");
  };
  return (
    <>
      <IconButton label={label} size={size} className={className} onClick={() => void copy()}>
        {copied ? <Check aria-hidden className="text-accent-ink" /> : <Copy aria-hidden />}
      </IconButton>
      <span role="status" className="sr-only">
        {copied ? "Copied" : ""}
      </span>
    </>
  );
}
