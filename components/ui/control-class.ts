/** The look of what is typed into; its height and its inner space are its own. */
export const CONTROL =
  "w-full rounded-md border border-edge bg-surface text-ink placeholder:text-faint hover:border-muted focus-visible:border-accent-ink focus-visible:outline-1 focus-visible:outline-offset-0 disabled:opacity-60 aria-invalid:border-danger-ink max-sm:text-lg";
