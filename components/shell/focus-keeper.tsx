"use client";
import { useEffect } from "react";

const ROW = 'li, [role="row"]';
const CONTROL = "a[href], button:not(:disabled), input:not(:disabled)";

const DIALOG = '[role="dialog"], [role="alertdialog"]';

/** Where focus was on the page: the list and the position. */
type Spot = { list: Element; index: number };

/** Where focus was in a dialog: which of its controls. */
type DialogSpot = { dialog: Element; index: number };

function dialogSpotOf(element: Element): DialogSpot | null {
  const dialog = element.closest(DIALOG);
  return dialog && { dialog, index: [...dialog.querySelectorAll(CONTROL)].indexOf(element) };
}

/** The control that replaced the removed one. Null if no dialog is open. */
function landingInDialog(spot: DialogSpot | null): HTMLElement | null {
  const open = [...document.querySelectorAll<HTMLElement>(DIALOG)].at(-1);
  if (open === undefined) return null;
  const controls = [...open.querySelectorAll<HTMLElement>(CONTROL)];
  return (open === spot?.dialog ? controls[Math.min(spot.index, controls.length - 1)] : controls[0]) ?? open;
}

function spotOf(element: Element): Spot | null {
  const row = element.closest(ROW);
  const list = row?.parentElement;
  if (row === null || list == null) return null;
  return { list, index: [...list.children].indexOf(row) };
}

/** The row that moved into the removed row's place, or else the page. */
function landing(spot: Spot | null, main: HTMLElement): HTMLElement {
  if (spot === null || !spot.list.isConnected) return main;
  const rows = [...spot.list.children];
  const row = rows[Math.min(spot.index, rows.length - 1)];
  return row?.querySelector<HTMLElement>(CONTROL) ?? main;
}

/**
 * Keeps the keyboard's place when the focused element disappears: a row deleted here or elsewhere, the button
 * in it to which a dialog would return focus, or a dialog's button that disappears when pressed.
 */
export function FocusKeeper() {
  useEffect(() => {
    let last: Element | null = null;
    let spot: Spot | null = null;
    let dialogSpot: DialogSpot | null = null;
    let frame = 0;
    const inMain = (element: Element) => element.closest("#main") !== null;
    const remember = ({ target }: FocusEvent) => {
      if (!(target instanceof Element)) return;
      last = target;
      dialogSpot = dialogSpotOf(target);
      if (inMain(target)) spot = spotOf(target);
    };
    const isLost = () => last !== null && !last.isConnected && document.activeElement === document.body;
    const recover = () => {
      const main = document.getElementById("main");
      if (!isLost() || main === null) return;
      // Nothing to do behind an open dialog.
      (landingInDialog(dialogSpot) ?? landing(spot, main)).focus({ preventScroll: true });
    };
    const observer = new MutationObserver(() => {
      if (!isLost()) return;
      cancelAnimationFrame(frame);
      // Dialogs and menus return focus themselves, shortly after they close.
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
