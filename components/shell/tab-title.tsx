"use client";
import { useQuery } from "@tanstack/react-query";
import { usePathname } from "next/navigation";
import { useEffect } from "react";
import { appsQuery } from "@/lib/client/apps";
import { environmentCountsQuery } from "@/lib/client/overview";
import { failedIn, tabTitle } from "./where";

/** The tab's title: the page, and how many rotating secrets have failed. */
export function TabTitle() {
  const pathname = usePathname();
  const apps = useQuery(appsQuery).data ?? [];
  const failed = failedIn(useQuery(environmentCountsQuery).data);
  const title = tabTitle(pathname, apps, failed);
  useEffect(() => {
    if (title === null) return;
    const write = () => {
      if (document.title !== title) document.title = title;
    };
    write();
    // Next sets a page's own title when it has loaded, perhaps later than this.
    const observer = new MutationObserver(write);
    observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => observer.disconnect();
  }, [title]);
  return null;
}
