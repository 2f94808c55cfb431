import Link from "next/link";

export type Crumb = { label: string; href?: string };

/** `isWhole`: the last crumb is the page itself. Otherwise something after it names the page. */
type BreadcrumbsProps = { items: readonly Crumb[]; isWhole?: boolean };

/** The path to this page. */
export function Breadcrumbs({ items, isWhole = true }: BreadcrumbsProps) {
  return (
    <nav aria-label="Breadcrumbs" className="min-w-0">
      <ol className="flex min-w-0 items-center gap-1.5 text-muted">
        {items.map((item, index) => {
          const last = isWhole && index === items.length - 1;
          return (
            <li
              key={`${index}-${item.label}`}
              className={last ? "flex min-w-0 gap-1.5" : "flex min-w-0 gap-1.5 max-sm:hidden"}
            >
              {index > 0 && (
                <span aria-hidden className="text-faint max-sm:hidden">
                  /
                </span>
              )}
              {last || item.href === undefined ? (
                <span
                  aria-current={last ? "page" : undefined}
                  className={last ? "truncate font-medium text-ink" : "truncate"}
                >
                  {item.label}
                </span>
              ) : (
                <Link href={item.href} className="truncate rounded-sm hover:text-ink">
                  {item.label}
                </Link>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
