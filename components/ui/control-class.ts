/** The appearance of text fields, which set their own height and padding. */
export const CONTROL =
  "w-full rounded-md border border-edge bg-surface text-ink placeholder:text-faint hover:border-muted focus-visible:border-accent-ink focus-visible:outline-1 focus-visible:outline-offset-0 disabled:opacity-60 aria-invalid:border-danger-ink max-sm:text-lg";
