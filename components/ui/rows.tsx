import type { ComponentProps, ReactNode } from "react";
import { classNames } from "./class-names";

/** A list of rows with dividing lines. All rows share its columns, so that they align. */
export function Rows({
  label,
  children,
  className,
}: {
  label: string;
  children: ReactNode;
  className?: string;
}) {
  return (
    <ul
      aria-label={label}
      className={classNames(
        "divide-y divide-line border-y border-line sm:grid sm:grid-cols-[minmax(0,5fr)_minmax(0,4fr)_auto] sm:gap-x-4",
        className,
      )}
    >
      {children}
    </ul>
  );
}

/** One row with any layout. `Row` is the usual one. */
export function RowShell({ className, ...rest }: ComponentProps<"li">) {
  return <li {...rest} className={classNames("col-span-full min-h-11 py-2", className)} />;
}

type RowProps = {
  /** For links to this row. */
  id?: string;
  /** A status badge, in its own column so that names align. */
  status?: ReactNode;
  title: ReactNode;
  /** One subdued line under the title. */
  subtitle?: ReactNode;
  /** Times and facts, in the middle. */
  meta?: ReactNode;
  /** At the same position in every row. */
  actions?: ReactNode;
};

/** Status and name left, times in the middle, actions right. On a phone the times are below the name. */
export function Row({ id, status, title, subtitle, meta, actions }: RowProps) {
  return (
    <RowShell
      id={id}
      className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-4 gap-y-1 sm:grid-cols-subgrid"
    >
      <div className="flex min-w-0 items-start gap-4 max-sm:flex-col max-sm:gap-0">
        {status !== undefined && <div className="flex h-[1.375rem] w-24 shrink-0 items-center">{status}</div>}
        <div className="min-w-0 max-sm:w-full">
          <div className="truncate font-medium">{title}</div>
          {subtitle !== undefined && <div className="text-sm text-muted">{subtitle}</div>}
        </div>
      </div>
      <div className="-my-0.5 flex items-center justify-end gap-1 sm:order-last sm:min-w-8">{actions}</div>
      <div className="text-sm leading-[1.375rem] text-muted max-sm:col-span-2">{meta}</div>
    </RowShell>
  );
}
