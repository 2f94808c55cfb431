"use client";
import type { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useId } from "react";
import { dialogMark, isMarked, markedDialog } from "./dialog-mark";

/**
 * A dialog that has just closed. Its history entry is still current, and a dialog that opens in its place
 * takes it over.
 */
let closed: string | null = null;
/** The browser is stepping back from a closed dialog's entry. Dialogs that open meanwhile wait. */
let isSteppingBack = false;
/** The dialog whose entry a navigation that has begun takes over. */
let left: string | null = null;

function stepBack(id: string): void {
  if (closed !== id) return;
  closed = null;
  // Not if the dialog has navigated elsewhere, because then another entry is current, or soon will be.
  if (!isMarked(id) || left === id) return;
  isSteppingBack = true;
  addEventListener("popstate", () => (isSteppingBack = false), { once: true, capture: true });
  history.back();
}

function mark(id: string): void {
  const state: unknown = { ...history.state, ...dialogMark(id) };
  if (closed !== null && isMarked(closed)) history.replaceState(state, "");
  else history.pushState(state, "");
  closed = null;
  left = null;
}

/**
 * Navigates from wherever the console is, an open dialog included. A step back cancels a navigation that has
 * begun, so the new page takes over the dialog's entry, or waits for a step back under way.
 */
export function navigate(router: Pick<ReturnType<typeof useRouter>, "push" | "replace">, href: string): void {
  if (isSteppingBack) {
    addEventListener("popstate", () => router.push(href), { once: true });
    return;
  }
  left = markedDialog();
  if (left === null) router.push(href);
  else router.replace(href);
}

/**
 * Gives an open dialog its own history entry: Back closes the dialog and leaves the page unchanged. `close`
 * returns whether the dialog closes.
 */
export function useBackCloses(close: () => boolean): void {
  const id = useId();
  const stays = useEffectEvent(() => !close());
  useEffect(() => {
    let hasStep = !isSteppingBack;
    const onStep = () => {
      // A dialog that stays open, because something was typed, needs its entry again.
      if (!hasStep || (!isMarked(id) && stays())) mark(id);
      hasStep = true;
    };
    if (hasStep) mark(id);
    addEventListener("popstate", onStep);
    return () => {
      removeEventListener("popstate", onStep);
      closed = id;
      setTimeout(stepBack, 0, id);
    };
  }, [id]);
}
