"use client";
import { type RefObject, useEffect } from "react";

/**
 * Keeps who follows a link while offline on the page: it couldn't be loaded, and the browser would put an error page in
 * the place of the console and of what was typed. `reason` says why nothing happens, and is brought into view.
 */
export function useStayOffline(reason: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const stay = (event: MouseEvent) => {
      if (navigator.onLine || event.defaultPrevented) return;
      const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
      // A part of this page needs no network; another tab leaves this one as it is.
      if (link === null || link.getAttribute("href")?.startsWith("#") === true) return;
      if (event.ctrlKey || event.metaKey || event.shiftKey || link.getAttribute("target") === "_blank")
        return;
      event.preventDefault();
      reason.current?.scrollIntoView({ block: "nearest" });
    };
    // Before Next's own links hear of the press.
    addEventListener("click", stay, { capture: true });
    return () => removeEventListener("click", stay, { capture: true });
  }, [reason]);
}
