"use client";
import { type RefObject, useEffect } from "react";

/**
 * Keeps users who follow a link while offline on the page. The target couldn't be loaded, and the browser
 * would replace the console and all input with an error page. `reason` explains this and is scrolled into
 * view.
 */
export function useStayOffline(reason: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const stay = (event: MouseEvent) => {
      if (navigator.onLine || event.defaultPrevented) return;
      const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
      // A fragment of this page needs no network, and another tab leaves this one unchanged.
      if (link === null || link.getAttribute("href")?.startsWith("#") === true) return;
      if (event.ctrlKey || event.metaKey || event.shiftKey || link.getAttribute("target") === "_blank")
        return;
      event.preventDefault();
      reason.current?.scrollIntoView({ block: "nearest" });
    };
    // Before Next's links receive the click.
    addEventListener("click", stay, { capture: true });
    return () => removeEventListener("click", stay, { capture: true });
  }, [reason]);
}
