import type { ReactNode } from "react";

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

/** A state as a dot and a word: never the colour alone. */
export function StatusBadge({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={`inline-flex items-center gap-1.5 text-sm font-medium whitespace-nowrap ${WORDS[tone]}`}>
      <span aria-hidden className={`size-2 shrink-0 rounded-full border-[1.5px] ${DOTS[tone]}`} />
      {children}
    </span>
  );
}
