"use client";
import { useEffect, useEffectEvent, useId } from "react";
import { dialogMark, isMarked } from "./dialog-mark";
import { steps } from "./history-steps";

/**
 * A dialog that has just closed. Its history entry is still current, and a dialog that opens in its place
 * takes it over.
 */
let closed: string | null = null;

function stepBack(id: string): void {
  if (closed !== id) return;
  closed = null;
  // Not if the dialog has navigated elsewhere, because then another entry is current, or soon will be.
  if (!isMarked(id) || steps.left === id) return;
  steps.isSteppingBack = true;
  addEventListener("popstate", () => (steps.isSteppingBack = false), { once: true, capture: true });
  history.back();
}

function mark(id: string): void {
  const state: unknown = { ...history.state, ...dialogMark(id) };
  if (closed !== null && isMarked(closed)) history.replaceState(state, "");
  else history.pushState(state, "");
  closed = null;
  steps.left = null;
}

/**
 * Gives an open dialog its own history entry: Back closes the dialog and leaves the page unchanged. `close`
 * returns whether the dialog closes.
 */
export function useBackCloses(close: () => boolean): void {
  const id = useId();
  const stays = useEffectEvent(() => !close());
  useEffect(() => {
    let hasStep = !steps.isSteppingBack;
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
