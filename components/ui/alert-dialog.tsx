"use client";
import { AlertDialog as Base } from "@base-ui/react/alert-dialog";
import { type ReactNode, useRef } from "react";
import { Button } from "./button";

type ConfirmDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  /** Names what happens. */
  description: ReactNode;
  /** The verb. */
  confirmLabel: string;
  onConfirm: () => void;
  danger?: boolean;
  pending?: boolean;
  /** Something must be ticked or typed first. */
  confirmDisabled?: boolean;
  /** Why it did not work; the dialog stays. */
  error?: ReactNode;
  children?: ReactNode;
};

/** Asks before something that can't be taken back. Focus starts on Cancel. */
export function ConfirmDialog({
  danger = false,
  pending = false,
  confirmDisabled = false,
  ...props
}: ConfirmDialogProps) {
  const cancel = useRef<HTMLButtonElement>(null);
  return (
    <Base.Root open={props.open} onOpenChange={(open) => props.onOpenChange(open)}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-50 bg-(--scrim) transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Viewport className="fixed inset-0 z-50 flex items-end justify-center sm:items-start sm:p-6 sm:pt-[14vh]">
          <Base.Popup
            initialFocus={cancel}
            className="flex max-h-[94dvh] w-full flex-col gap-3 overflow-y-auto rounded-t-xl bg-raised p-5 shadow-dialog outline-none transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0 sm:max-h-[80vh] sm:max-w-md sm:rounded-xl"
          >
            <Base.Title className="text-lg font-semibold text-ink">{props.title}</Base.Title>
            <Base.Description render={<div />} className="text-muted">
              {props.description}
            </Base.Description>
            {props.children}
            {props.error !== undefined && props.error !== null && (
              <p role="alert" className="text-sm text-danger-ink">
                {props.error}
              </p>
            )}
            <div className="mt-2 flex flex-wrap justify-end gap-2">
              <Base.Close render={<Button ref={cancel}>Cancel</Button>} />
              <Button
                variant={danger ? "danger" : "primary"}
                pending={pending}
                disabled={confirmDisabled}
                onClick={props.onConfirm}
              >
                {props.confirmLabel}
              </Button>
            </div>
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
