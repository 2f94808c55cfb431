"use client";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useEffectEvent, useRef, useState } from "react";
import { useNavigate } from "@/components/ui/use-navigate";
import { meQuery } from "@/lib/client/me";
import { lettersAreOn } from "./letter-keys";
import { PLACES } from "./places";
import { askedBy } from "./shortcuts";
import { SHOW_SHORTCUTS } from "./show-shortcuts";

const ShortcutsDialog = lazy(() => import("./shortcuts-dialog"));

/** How long `g` waits for its letter. */
const WAIT_MS = 1_500;
const FIELD = 'input, textarea, select, [contenteditable="true"]';
const IN_FRONT = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';
const ROW =
  '#main ul[aria-label] > li, #main [role="rowgroup"] > [role="row"]:not(:has([role="columnheader"]))';
const CONTROL = "a[href], button:not(:disabled)";

function isTaken({ target }: KeyboardEvent): boolean {
  const inField = target instanceof Element && target.closest(FIELD) !== null;
  return inField || document.querySelector(IN_FRONT) !== null;
}

/** Moves focus to the next row's first link or button, or to the first row's if no row has focus. */
function walk(step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>(ROW)].filter(
    (row) => row.querySelector(CONTROL) !== null,
  );
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const next = here === -1 ? rows.at(step === 1 ? 0 : -1) : rows[here + step];
  next?.querySelector<HTMLElement>(CONTROL)?.focus();
}

function focusFilter(): boolean {
  const filter = document.querySelector<HTMLInputElement>('#main input[type="search"]');
  filter?.focus();
  filter?.select();
  return filter !== null;
}

/** Handles the shortcuts of every page, and shows their list. */
export function Keyboard() {
  const navigate = useNavigate();
  const actions = useQuery(meQuery).data?.actions ?? [];
  const [helping, setHelping] = useState(false);
  const waitingSince = useRef(-Infinity);
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || !lettersAreOn()) return;
    const waiting = event.timeStamp - waitingSince.current < WAIT_MS;
    waitingSince.current = -Infinity;
    const asked = askedBy({ ...keysOf(event), isTaken: isTaken(event) }, waiting);
    switch (asked.do) {
      case "nothing":
        return;
      case "wait":
        waitingSince.current = event.timeStamp;
        return;
      case "filter":
        if (!focusFilter()) return;
        break;
      case "go":
        // Shortcuts lead only to pages that the member can see.
        if (!PLACES.some(({ href, needs }) => href === asked.href && actions.includes(needs))) return;
        navigate(asked.href);
        break;
      case "help":
        setHelping(true);
        break;
      case "next":
      case "previous":
        walk(asked.do === "next" ? 1 : -1);
    }
    event.preventDefault();
  });
  useEffect(() => {
    const show = () => setHelping(true);
    const listener = (event: KeyboardEvent) => onKeyDown(event);
    window.addEventListener("keydown", listener);
    window.addEventListener(SHOW_SHORTCUTS, show);
    return () => {
      window.removeEventListener("keydown", listener);
      window.removeEventListener(SHOW_SHORTCUTS, show);
    };
  }, []);
  return <Suspense>{helping && <ShortcutsDialog onClose={() => setHelping(false)} />}</Suspense>;
}

function keysOf({ key, ctrlKey, metaKey, altKey }: KeyboardEvent) {
  return { key, ctrlKey, metaKey, altKey };
}
