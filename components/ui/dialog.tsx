"use client";
import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { Fragment, type ReactNode, useContext, useRef, useState } from "react";
import { Button } from "./button";
import { classNames } from "./class-names";
import { IconButton } from "./icon-button";
import { PanelContext } from "./panel-context";
import { PanelStep } from "./panel-step";
import { useBackCloses } from "./use-back-closes";

type DialogProps = {
  onClose: () => void;
  title: ReactNode;
  /** One line: the purpose of the dialog. */
  description?: ReactNode;
  children: ReactNode;
  /** Buttons, the dismissing one first. They stay visible while the content scrolls. */
  footer?: ReactNode;
  size?: "sm" | "md" | "lg" | "xl" | undefined;
  /** After something was typed, Escape, the X and Back ask first. */
  keepsTyped?: boolean;
};

const SIZES = { sm: "sm:max-w-md", md: "sm:max-w-xl", lg: "sm:max-w-3xl", xl: "sm:max-w-5xl" };

/**
 * A modal dialog, open for as long as it is rendered. Escape, the X and Back close it. A click beside it
 * doesn't, so that input isn't lost by accident. Opened from a side panel, it becomes a step of it.
 */
export function Dialog({ size = "md", keepsTyped = false, ...props }: DialogProps) {
  const isTyped = useRef(false);
  const [isAsking, setAsking] = useState(false);
  const close = () => {
    if (keepsTyped && isTyped.current) {
      setAsking(!isAsking);
      return false;
    }
    props.onClose();
    return true;
  };
  useBackCloses(close);
  const panel = useContext(PanelContext);
  const content = (
    <div
      onInput={() => {
        isTyped.current = true;
      }}
    >
      {props.children}
    </div>
  );
  const footer = isAsking ? (
    // With a key, its buttons are new elements, because a reused one wouldn't take focus.
    <Fragment key="asking">
      <p role="alert" className="mr-auto font-medium">
        Discard what you typed?
      </p>
      <Button autoFocus onClick={() => setAsking(false)}>
        Keep editing
      </Button>
      <Button variant="danger" onClick={props.onClose}>
        Discard
      </Button>
    </Fragment>
  ) : (
    props.footer
  );
  if (panel !== null) {
    return (
      <PanelStep
        panel={panel}
        role="region"
        title={props.title}
        description={props.description}
        footer={footer}
        onLeave={close}
      >
        {content}
      </PanelStep>
    );
  }
  return (
    <Base.Root open onOpenChange={close} disablePointerDismissal>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-(--scrim) transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Viewport className="fixed inset-0 z-40 flex items-end justify-center sm:items-start sm:p-6 sm:pt-[8vh]">
          <Base.Popup
            className={classNames(
              "relative flex max-h-[94dvh] w-full flex-col rounded-t-xl bg-raised forced-colors:border shadow-dialog outline-none transition-[opacity,translate] duration-100 data-ending-style:opacity-0 data-starting-style:translate-y-1 data-starting-style:opacity-0 sm:max-h-[84vh] sm:rounded-xl",
              // A dialog on top of this one, which keeps the page behind it dark.
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
            <div className="min-h-0 flex-1 overflow-y-auto px-5 pt-1 pb-5">{content}</div>
            {footer !== undefined && (
              <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-5 py-3">
                {footer}
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
