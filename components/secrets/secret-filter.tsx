"use client";
import { Input } from "@/components/ui/input";

type SecretFilterProps = {
  value: string;
  onChange: (filter: string) => void;
  /** All rows of the environment, including filtered ones. */
  rows: number;
  /** The rows that match. */
  shown: number;
};

/** Filters the rows below as the user types, and shows their number. */
export function SecretFilter({ value, onChange, rows, shown }: SecretFilterProps) {
  return (
    <div className="flex items-center gap-3 md:flex-row-reverse md:pb-1">
      <Input
        type="search"
        aria-label="Filter secrets"
        placeholder="Filter by key or comment"
        className="max-w-80 md:h-8 md:w-64"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <span className="shrink-0 text-sm text-faint tabular-nums">
        {shown !== rows && `${shown} of `}
        {rows} {rows === 1 ? "row" : "rows"}
      </span>
    </div>
  );
}
