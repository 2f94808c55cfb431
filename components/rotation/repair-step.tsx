import { Check } from "lucide-react";
import type { ReactNode } from "react";

type RepairStepProps = { number: number; title: ReactNode; isDone?: boolean; children?: ReactNode };

/** One of the numbered steps until a rotating secret rotates again. */
export function RepairStep({ number, title, isDone = false, children }: RepairStepProps) {
  return (
    <li className="flex gap-3">
      <span
        aria-hidden
        className={`mt-px flex size-5 shrink-0 items-center justify-center rounded-full border text-xs font-semibold tabular-nums ${
          isDone ? "border-accent bg-accent text-accent-on" : "border-edge text-muted"
        }`}
      >
        {isDone ? <Check className="size-3" strokeWidth={3} /> : number}
      </span>
      <div className="flex min-w-0 flex-1 flex-col gap-2">
        <p className="font-medium text-ink">
          {title}
          {isDone && <span className="sr-only"> (done)</span>}
        </p>
        {children}
      </div>
    </li>
  );
}

/** The steps, in their order. */
export function RepairSteps({ children }: { children: ReactNode }) {
  return (
    <ol aria-label="What to do" className="flex flex-col gap-4">
      {children}
    </ol>
  );
}
