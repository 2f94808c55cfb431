import type { ReactNode } from "react";
import { Spinner } from "./spinner";

export type Tone = "neutral" | "positive" | "warning" | "danger" | "info";

const WORDS: Record<Tone, string> = {
  neutral: "text-muted",
  positive: "text-accent-ink",
  warning: "text-warn-ink",
  danger: "text-danger-ink",
  info: "text-info-ink",
};

const DOTS: Record<Tone, string> = {
  neutral: "border-edge",
  positive: "border-accent bg-accent",
  warning: "border-warn bg-warn",
  danger: "border-danger bg-danger",
  info: "border-info bg-info",
};

type StatusBadgeProps = {
  tone: Tone;
  /** Work is in progress, so the dot turns. */
  busy?: boolean | undefined;
  children: ReactNode;
};

/** A state as a dot and a word, never as colour alone. */
export function StatusBadge({ tone, busy = false, children }: StatusBadgeProps) {
  return (
    <span className={`inline-flex items-center gap-1.5 text-sm font-medium whitespace-nowrap ${WORDS[tone]}`}>
      {busy ? (
        <Spinner className="size-3 shrink-0" />
      ) : (
        <span aria-hidden className={`size-2 shrink-0 rounded-full border-[1.5px] ${DOTS[tone]}`} />
      )}
      {children}
    </span>
  );
}
