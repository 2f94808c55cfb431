"use client";
import { useEffect, useEffectEvent, useId } from "react";
import { dialogMark, isMarked } from "./dialog-mark";

/** A dialog that has just closed: its step is still the current one, and a dialog that opens in its place takes it over. */
let closed: string | null = null;
/** The browser is on its way back from a closed dialog's step. What opens meanwhile waits for it. */
let isSteppingBack = false;

function stepBack(id: string): void {
  if (closed !== id) return;
  closed = null;
  // Not where the dialog has led elsewhere: then the current step is another one.
  if (!isMarked(id)) return;
  isSteppingBack = true;
  addEventListener("popstate", () => (isSteppingBack = false), { once: true, capture: true });
  history.back();
}

function mark(id: string): void {
  const state: unknown = { ...history.state, ...dialogMark(id) };
  if (closed !== null && isMarked(closed)) history.replaceState(state, "");
  else history.pushState(state, "");
  closed = null;
}

/**
 * Gives an open dialog a step of its own in the browser's history: Back closes the dialog and leaves the page as it is.
 * `close` answers whether the dialog closes.
 */
export function useBackCloses(close: () => boolean): void {
  const id = useId();
  const stays = useEffectEvent(() => !close());
  useEffect(() => {
    let hasStep = !isSteppingBack;
    const onStep = () => {
      // A dialog that stays, because something was typed, needs its step again.
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
