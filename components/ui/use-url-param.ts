"use client";
import { useSearchParams } from "next/navigation";
import { useCallback } from "react";

/** State in the page's address, so that it survives a reload and can be linked to. Null: absent. */
export function useUrlParam(name: string): [string | null, (value: string | null) => void] {
  const value = useSearchParams().get(name);
  const set = useCallback(
    (next: string | null) => {
      const url = new URL(location.href);
      if (next === null) url.searchParams.delete(name);
      else url.searchParams.set(name, next);
      history.replaceState(null, "", url);
    },
    [name],
  );
  return [value, set];
}
