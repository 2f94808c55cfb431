"use client";
import { Button } from "@/components/ui/button";

type PagerProps = {
  /** Counts from 0. */
  page: number;
  pages: number;
  onPage: (page: number) => void;
};

/** The page links of a list that is longer than one page. */
export function Pager({ page, pages, onPage }: PagerProps) {
  return (
    <nav aria-label="Pages" className="flex items-center justify-center gap-3 py-4 text-sm text-muted">
      <Button size="sm" disabled={page === 0} onClick={() => onPage(page - 1)}>
        Previous
      </Button>
      <span className="tabular-nums">
        Page {page + 1} of {pages}
      </span>
      <Button size="sm" disabled={page === pages - 1} onClick={() => onPage(page + 1)}>
        Next
      </Button>
    </nav>
  );
}
