"use client";
import { lazy, type ReactNode, Suspense, useRef, useState } from "react";

const TooltipPopup = lazy(() => import("./tooltip-popup"));

/** Words about the control inside, on hover and on focus. What a control is called does not belong here but in its label. */
export function Tooltip({ text, children }: { text: ReactNode; children: ReactNode }) {
  const anchor = useRef<HTMLSpanElement>(null);
  const [open, setOpen] = useState(false);
  const [asked, setAsked] = useState(false);
  const show = () => {
    setAsked(true);
    setOpen(true);
  };
  const hide = () => setOpen(false);
  return (
    <span
      ref={anchor}
      className="inline-flex"
      onPointerEnter={show}
      onPointerLeave={hide}
      onFocus={show}
      onBlur={hide}
      onKeyDown={(event) => {
        if (event.key === "Escape" && open) hide();
      }}
    >
      {children}
      {asked && (
        <Suspense>
          <TooltipPopup open={open} anchor={anchor}>
            {text}
          </TooltipPopup>
        </Suspense>
      )}
    </span>
  );
}
