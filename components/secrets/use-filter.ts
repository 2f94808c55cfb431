"use client";
import { useState } from "react";
import { useUrlParam } from "@/components/ui/use-url-param";

/** What narrows the list. An address with `filter` sets it, as the search does; typing leaves the address behind. */
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
