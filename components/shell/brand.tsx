/** Two phases of one cycle: the key that ends and the key that begins. */
export function Mark({ className = "size-5" }: { className?: string }) {
  return (
    <svg viewBox="0 0 20 20" aria-hidden className={className}>
      <circle cx="10" cy="10" r="8.25" fill="none" className="stroke-accent" strokeWidth="2" />
      <path d="M10 4.5a5.5 5.5 0 0 1 0 11 8 8 0 0 0 0-11Z" className="fill-accent" />
    </svg>
  );
}

export function Brand() {
  return (
    <span className="flex items-center gap-2 font-semibold tracking-tight">
      <Mark />
      Phase
    </span>
  );
}
