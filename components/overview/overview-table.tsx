"use client";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { ArrowDown, ArrowUp } from "lucide-react";
import { Button } from "@/components/ui/button";
import { LoadMore } from "@/components/ui/load-more";
import { NearViewport } from "@/components/ui/near-viewport";
import { NotLoaded } from "@/components/ui/not-loaded";
import type { OverviewSort } from "@/lib/lists/overview";
import { appsQuery } from "@/lib/client/apps";
import { type OverviewChoice, overviewRowsQuery } from "@/lib/client/overview";
import { nextSorting, type Sorting, sortingOf } from "./overview-choice";
import { OVERVIEW_GRID, OverviewRow } from "./overview-row";

type Head = { label: string; sort?: OverviewSort; className?: string };

const HEADS: readonly Head[] = [
  { label: "State", sort: "state" },
  { label: "Name", sort: "name" },
  { label: "App / environment", sort: "place" },
  { label: "Project", sort: "project", className: "max-lg:hidden" },
  { label: "Key age", sort: "age" },
  // Not sortable by itself: it has the same order as the key's age.
  { label: "Last rotation", className: "max-xl:hidden" },
  { label: "Next rotation", sort: "next" },
  { label: "Outstanding", sort: "owed", className: "max-lg:hidden" },
];

type OverviewTableProps = {
  choice: OverviewChoice;
  onSort: (sorting: Sorting) => void;
  onClear: () => void;
};

/** Rotating secrets, a page at a time while scrolling. */
export function OverviewTable({ choice, onSort, onClear }: OverviewTableProps) {
  const apps = useQuery(appsQuery).data ?? [];
  const query = useInfiniteQuery({ ...overviewRowsQuery(choice), placeholderData: keepPreviousData });
  const sorting = sortingOf(choice);
  const { data } = query;
  return (
    <>
      <NotLoaded
        query={query}
        loading="Loading rotating secrets…"
        failed="Couldn't load rotating secrets"
        rows={8}
      />
      {data !== undefined && data.pages[0]?.rows.length === 0 && (
        <div className="border-y border-line py-8 text-center text-muted">
          <p className="mb-2">No rotating secrets match.</p>
          <Button size="sm" onClick={onClear}>
            Clear filters
          </Button>
        </div>
      )}
      {data !== undefined && (data.pages[0]?.rows.length ?? 0) > 0 && (
        <div role="table" aria-label="Rotating secrets" data-rows>
          <div role="rowgroup" className="sticky top-12 z-10 border-b border-line bg-ground max-md:sr-only">
            <div role="row" className={`${OVERVIEW_GRID} h-8 items-center`}>
              {HEADS.map((head) => (
                <ColumnHead key={head.label} head={head} sorting={sorting} onSort={onSort} />
              ))}
            </div>
          </div>
          {data.pages.map((page, index) => (
            <NearViewport key={index}>
              {page.rows.map((item) => (
                <OverviewRow key={item.rotatingSecret.id} item={item} apps={apps} />
              ))}
            </NearViewport>
          ))}
        </div>
      )}
      <LoadMore list={query} />
    </>
  );
}

type ColumnHeadProps = { head: Head; sorting: Sorting; onSort: (sorting: Sorting) => void };

function ColumnHead({ head: { label, sort, className = "" }, sorting, onSort }: ColumnHeadProps) {
  const look = "text-xs font-medium text-faint";
  if (sort === undefined) {
    return (
      <div role="columnheader" className={`min-w-0 truncate ${look} ${className}`}>
        {label}
      </div>
    );
  }
  const isSorted = sorting.sort === sort;
  const isDown = sorting.order === "desc";
  const Arrow = isDown ? ArrowDown : ArrowUp;
  return (
    <div
      role="columnheader"
      aria-sort={isSorted ? (isDown ? "descending" : "ascending") : "none"}
      className={`min-w-0 ${className} ${sort === "owed" ? "text-right" : ""}`}
    >
      <button
        type="button"
        onClick={() => onSort(nextSorting(sorting, sort))}
        className={`inline-flex h-7 max-w-full items-center gap-1 rounded-sm hover:text-ink ${look}`}
      >
        <span className="truncate">{label}</span>
        {isSorted && <Arrow aria-hidden className="size-3 shrink-0" />}
      </button>
    </div>
  );
}
