"use client";
import { useSearchParams } from "next/navigation";
import { useCallback, useEffect, useState } from "react";
import { dialogMark } from "./dialog-mark";

/** Puts values into the page's URL. Null removes one. `push` creates a history entry that Back undoes. */
export function changeAddress(
  values: Readonly<Record<string, string | null>>,
  { push }: { push: boolean } = { push: false },
): void {
  const url = new URL(location.href);
  for (const [name, value] of Object.entries(values)) {
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  if (push) history.pushState(null, "", url);
  // Next adds its own part of the state.
  else history.replaceState(dialogMark(), "", url);
}

/** State in the page's URL, so that it survives a reload and can be linked to. Null: absent. */
export function useUrlParam(name: string): [string | null, (value: string | null) => void] {
  const value = useSearchParams().get(name);
  const set = useCallback((next: string | null) => changeAddress({ [name]: next }), [name]);
  return [value, set];
}

/**
 * The page's open dialog, which a URL can request with `name`. The request is removed from the URL once it is
 * met, so that neither a reload nor Back opens it again.
 */
export function useAskedParam(name: string): [string | null, (value: string | null) => void] {
  const [inAddress, setInAddress] = useUrlParam(name);
  const [asked, setAsked] = useState<string | null>(null);
  useEffect(() => {
    if (inAddress === null) return;
    // Next takes over the history in an effect that runs after this one. A dialog that then opens finds the
    // URL already cleaned.
    queueMicrotask(() => {
      setInAddress(null);
      setAsked(inAddress);
    });
  }, [inAddress, setInAddress]);
  return [asked, setAsked];
}
