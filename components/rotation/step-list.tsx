import { STEPS } from "./rotating-secret-form";

/** The steps of the dialog, with the current one marked. */
export function StepList({ current }: { current: number }) {
  return (
    <ol aria-label="Steps" className="mb-4 flex gap-2">
      {STEPS.map((step, index) => (
        <li
          key={step}
          aria-current={index === current ? "step" : undefined}
          className="flex min-w-0 flex-1 flex-col gap-1 border-t-2 border-line pt-1.5 text-xs text-faint data-done:border-accent/50 aria-[current=step]:border-accent aria-[current=step]:font-medium aria-[current=step]:text-ink forced-colors:border-[GrayText] forced-colors:aria-[current=step]:border-[Highlight]"
          data-done={index < current || undefined}
        >
          <span className="truncate max-sm:sr-only">
            {index + 1}. {step}
          </span>
        </li>
      ))}
    </ol>
  );
}
