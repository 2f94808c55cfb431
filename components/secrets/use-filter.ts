"use client";
import { useState } from "react";
import { useUrlParam } from "@/components/ui/use-url-param";

/** The filter of the list. A URL with `filter` sets it, as the search does. Typing removes it from the URL. */
export function useFilter(): [string, (filter: string) => void] {
  const [asked, setAsked] = useUrlParam("filter");
  const [seen, setSeen] = useState(asked);
  const [filter, setFilter] = useState(asked ?? "");
  if (asked !== seen) {
    setSeen(asked);
    if (asked !== null) setFilter(asked);
  }
  const type = (next: string) => {
    setFilter(next);
    if (asked !== null) setAsked(null);
  };
  return [filter, type];
}
