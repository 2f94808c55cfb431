"use client";
import { Tooltip as Base } from "@base-ui/react/tooltip";
import type { ReactNode, RefObject } from "react";
import { classNames } from "./class-names";
import { POPUP } from "./popup-class";

type TooltipPopupProps = { open: boolean; anchor: RefObject<HTMLElement | null>; children: ReactNode };

/** The part of Tooltip that is loaded when it is first shown. */
export default function TooltipPopup({ open, anchor, children }: TooltipPopupProps) {
  return (
    <Base.Root open={open}>
      <Base.Portal>
        <Base.Positioner anchor={anchor} sideOffset={6} className="z-50">
          <Base.Popup role="tooltip" className={classNames(POPUP, "max-w-72 px-2 py-1 text-sm")}>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
