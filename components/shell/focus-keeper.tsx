"use client";
import { useEffect } from "react";

const ROW = 'li, [role="row"]';
const CONTROL = "a[href], button:not(:disabled), input:not(:disabled)";

/** Where on the page focus was: the list and how far down. */
type Spot = { list: Element; index: number };

function spotOf(element: Element): Spot | null {
  const row = element.closest(ROW);
  const list = row?.parentElement;
  if (row === null || list == null) return null;
  return { list, index: [...list.children].indexOf(row) };
}

/** The row that has moved up into a row's place, else the page. */
function landing(spot: Spot | null, main: HTMLElement): HTMLElement {
  if (spot === null || !spot.list.isConnected) return main;
  const rows = [...spot.list.children];
  const row = rows[Math.min(spot.index, rows.length - 1)];
  return row?.querySelector<HTMLElement>(CONTROL) ?? main;
}

/**
 * Keeps the keyboard's place when what had focus vanishes: a row that was deleted, here or by somebody else, and the
 * button in it that a dialog would give focus back to.
 */
export function FocusKeeper() {
  useEffect(() => {
    let last: Element | null = null;
    let spot: Spot | null = null;
    let frame = 0;
    const inMain = (element: Element) => element.closest("#main") !== null;
    const remember = ({ target }: FocusEvent) => {
      if (!(target instanceof Element)) return;
      last = target;
      if (inMain(target)) spot = spotOf(target);
    };
    const isLost = () => last !== null && !last.isConnected && document.activeElement === document.body;
    const recover = () => {
      const main = document.getElementById("main");
      if (isLost() && main !== null) landing(spot, main).focus({ preventScroll: true });
    };
    const observer = new MutationObserver(() => {
      if (!isLost()) return;
      cancelAnimationFrame(frame);
      // Dialogs and menus give focus back by themselves, a moment after they are gone.
      frame = requestAnimationFrame(() => {
        frame = requestAnimationFrame(recover);
      });
    });
    document.addEventListener("focusin", remember);
    observer.observe(document.body, { childList: true, subtree: true });
    return () => {
      document.removeEventListener("focusin", remember);
      observer.disconnect();
      cancelAnimationFrame(frame);
    };
  }, []);
  return null;
}
