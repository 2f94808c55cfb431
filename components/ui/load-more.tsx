"use client";
import { Button } from "./button";
import { OnceNear } from "./near-viewport";

type Paged = {
  data: { pages: readonly unknown[] } | undefined;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  fetchNextPage: () => Promise<unknown>;
};

/** Below a list that loads a page at a time. The next page loads when its end comes near, or on a click. */
export function LoadMore({ list }: { list: Paged }) {
  const { data, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = list;
  if (!hasNextPage) return null;
  const loadMore = () => {
    if (!isFetchingNextPage) void fetchNextPage();
  };
  return (
    <div className="flex justify-center py-4 print:hidden">
      {!isFetchNextPageError && <OnceNear key={data?.pages.length} onNear={loadMore} />}
      <Button pending={isFetchingNextPage} onClick={loadMore}>
        Load more
      </Button>
    </div>
  );
}
