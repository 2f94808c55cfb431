"use client";
import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "./class-names";
import { IconButton } from "./icon-button";

type DialogProps = {
  onClose: () => void;
  title: ReactNode;
  /** One line: what the dialog is for. */
  description?: ReactNode;
  children: ReactNode;
  /** Buttons, the way back first. They stay in view while the content scrolls. */
  footer?: ReactNode;
  size?: "sm" | "md" | "lg" | "xl" | undefined;
};

const SIZES = { sm: "sm:max-w-md", md: "sm:max-w-xl", lg: "sm:max-w-3xl", xl: "sm:max-w-5xl" };

/** A modal dialog, open for as long as it is rendered. Escape and the X close it; a press beside it does not, so that nothing typed is lost by accident. */
export function Dialog({ size = "md", ...props }: DialogProps) {
  return (
    <Base.Root open onOpenChange={props.onClose} disablePointerDismissal>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-(--scrim) transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Viewport className="fixed inset-0 z-40 flex items-end justify-center sm:items-start sm:p-6 sm:pt-[8vh]">
          <Base.Popup
            className={classNames(
              "relative flex max-h-[94dvh] w-full flex-col rounded-t-xl bg-raised forced-colors:border shadow-dialog outline-none transition-[opacity,translate] duration-100 data-ending-style:opacity-0 data-starting-style:translate-y-1 data-starting-style:opacity-0 sm:max-h-[84vh] sm:rounded-xl",
              // A dialog on top of this one: the page behind is dark already, and so is this.
              "data-nested-dialog-open:after:pointer-events-none data-nested-dialog-open:after:absolute data-nested-dialog-open:after:inset-0 data-nested-dialog-open:after:rounded-[inherit] data-nested-dialog-open:after:bg-(--scrim)",
              SIZES[size],
            )}
          >
            <header className="px-5 pt-4 pr-14 pb-3">
              <Base.Title className="text-lg font-semibold text-ink">{props.title}</Base.Title>
              {props.description !== undefined && (
                <Base.Description render={<div />} className="text-sm text-muted">
                  {props.description}
                </Base.Description>
              )}
            </header>
            <div className="min-h-0 flex-1 overflow-y-auto px-5 pt-1 pb-5">{props.children}</div>
            {props.footer !== undefined && (
              <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-5 py-3">
                {props.footer}
              </footer>
            )}
            {/* Last, so that focus starts in the content. */}
            <Base.Close render={<IconButton label="Close" />} className="absolute top-3.5 right-3.5">
              <X aria-hidden />
            </Base.Close>
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
